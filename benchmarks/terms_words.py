"""How four languages say what terms of reference say, in three manners; written by us."""

from dataclasses import dataclass


def pairs(listed: str) -> dict[str, str]:
    """``AZE Azərbaycanda, AFG ...`` as a mapping."""
    return dict(each.split(" ", 1) for each in listed.split(", "))


@dataclass(frozen=True)
class Call:
    """How a short call for people says the same; written last, so that its first run tells most of a new text."""

    opening: str
    kind: str
    place: str
    when: str
    sought: str
    years: str
    skill: str
    deep: str
    speak: str
    trained: str
    worked: str
    closing: str


@dataclass(frozen=True)
class Words:
    """How one language says things in both manners; ``{}`` is filled in."""

    title: str
    kind: str
    kinds: dict[str, str]
    country: str
    window: str
    team: str
    roles: dict[tuple[str, int], str]
    origins: tuple[str, str]
    required: str
    years: str
    skill: str
    deep: str
    speak: str
    trained: str
    worked: str
    only: str
    never: str
    prose_window: str
    prose_years: str
    prose_skill: str
    prose_deep: str
    prose_speak: str
    prose_trained: str
    prose_worked: str
    where: dict[str, str]
    tongues: dict[str, str]
    call: Call


EN = Words(
    title="Title: {}",
    kind="Type of assignment: {}",
    kinds={
        "advisory": "technical advice to the authorities",
        "assessment": "capacity assessment",
        "legal_review": "legal review",
        "training_of_trainers": "training of trainers",
        "curriculum_development": "curriculum development",
        "needs_assessment": "needs assessment",
        "training_delivery": "delivery of a training course",
        "coordination": "coordination of field work",
        "drafting": "drafting of a policy document",
    },
    country="Countries: {}",
    window="Duration: {0:%Y-%m-%d} to {1:%Y-%m-%d}",
    team="Team: {}",
    roles={("expert", 1): "{} expert", ("expert", 2): "{} experts", ("team_lead", 1): "{} team leader"},
    origins=("international", "national"),
    required="Desirable qualifications",
    years="- {} years of professional experience",
    skill="- Knowledge of: {}",
    deep="- In-depth knowledge of: {}",
    speak="- {}: {}",
    trained="- Experience as a trainer",
    worked="- Work experience in {}",
    only="Only nationals of {} may apply.",
    never="Nationals of {} are not eligible.",
    prose_window="The assignment starts on {0.day} {0:%B %Y} and ends on {1.day} {1:%B %Y}.",
    prose_years="We would prefer somebody with no fewer than {} years' experience in the field.",
    prose_skill="Applicants are asked to show that they know {}.",
    prose_deep="Strong command of {} will be looked at first.",
    prose_speak="The working languages include {} (level {}).",
    prose_trained="It would be an advantage to have a track record of delivering training to adults.",
    prose_worked="Earlier experience with institutions in {} is welcome.",
    where={},
    tongues={},
    call=Call(
        opening="Call for applications: {}",
        kind="What it is about: {}",
        place="The work will take place in {}.",
        when="It runs from {0:%d %B %Y} until {1:%d %B %Y}.",
        sought="We are looking for {}.",
        years="You have worked in this area for {} years or longer; such experience is desirable.",
        skill="Expertise: {}.",
        deep="Extensive expertise: {}.",
        speak="You speak {} ({}).",
        trained="You are an experienced trainer.",
        worked="Experience: {}.",
        closing="Applications are to be sent by 15 January 2027.",
    ),
)
AZ = Words(
    title="Tapşırığın adı: {}",
    kind="Tapşırığın növü: {}",
    kinds={
        "advisory": "dövlət orqanlarına məsləhət",
        "assessment": "potensialın qiymətləndirilməsi",
        "legal_review": "qanunvericiliyin təhlili",
        "training_of_trainers": "təlimçilərin təlimi",
        "curriculum_development": "tədris proqramının hazırlanması",
        "needs_assessment": "ehtiyacların qiymətləndirilməsi",
        "training_delivery": "təlim kursunun keçirilməsi",
        "coordination": "sahə işinin koordinasiyası",
        "drafting": "siyasət sənədinin hazırlanması",
    },
    country="Ölkələr: {}",
    window="Müddət: {0:%d.%m.%Y} - {1:%d.%m.%Y}",
    team="Komanda: {}",
    roles={("expert", 1): "{} ekspert", ("expert", 2): "{} ekspert", ("team_lead", 1): "{} komanda rəhbəri"},
    origins=("beynəlxalq", "milli"),
    required="Arzuolunan tələblər",
    years="- ən azı {} il peşə təcrübəsi",
    skill="- {} sahəsində biliklər",
    deep="- dərin biliklər: {}",
    speak="- {}: {}",
    trained="- təlimçi təcrübəsi",
    worked="- {} üzrə iş təcrübəsi",
    only="Yalnız {} vətəndaşları müraciət edə bilər.",
    never="{} vətəndaşları müraciət edə bilməz.",
    prose_window="İş {0:%d.%m.%Y} tarixində başlayır və {1:%d.%m.%Y} tarixində bitir.",
    prose_years="Namizədin bu sahədə {} ildən artıq təcrübəsi olsa, yaxşı olardı.",
    prose_skill="Namizədin {} ilə tanışlığı üstünlük sayılır.",
    prose_deep="Güclü hazırlıq, xüsusilə {}, ilk növbədə nəzərə alınır.",
    prose_speak="Namizəd {} {} səviyyəsində bilməlidir.",
    prose_trained="Böyüklər üçün təlim keçmək təcrübəsi arzu edilir.",
    prose_worked="{} iş təcrübəsi arzu edilir.",
    where=pairs(
        "AZE Azərbaycanda, AFG Əfqanıstanda, BGD Banqladeşdə, IRN İranda, IRQ İraqda, PAK Pakistanda, "
        "LBN Livanda, KAZ Qazaxıstanda, KGZ Qırğızıstanda, TJK Tacikistanda, TKM Türkmənistanda, "
        "UZB Özbəkistanda, TUR Türkiyədə, GEO Gürcüstanda"
    ),
    tongues=pairs(
        "eng ingilis dilini, aze Azərbaycan dilini, fas fars dilini, ara ərəb dilini, urd urdu dilini, "
        "rus rus dilini, tur türk dilini, kat gürcü dilini"
    ),
    call=Call(
        opening="Müraciət üçün elan: {}",
        kind="Mövzu: {}",
        place="İş {} həyata keçiriləcək.",
        when="İş {0:%d.%m.%Y} tarixindən {1:%d.%m.%Y} tarixinədək davam edir.",
        sought="Bizə {} lazımdır.",
        years="Bu sahədə {} il və daha çox iş təcrübəsi üstünlükdür.",
        skill="Bilik: {}.",
        deep="Geniş bilik: {}.",
        speak="{} bilirsiniz ({}).",
        trained="Sizin təlimçi təcrübəniz var.",
        worked="{} təcrübəniz var.",
        closing="Müraciətlər 15.01.2027 tarixinədək göndərilməlidir.",
    ),
)
RU = Words(
    title="Название: {}",
    kind="Вид задания: {}",
    kinds={
        "advisory": "консультирование органов власти",
        "assessment": "оценка потенциала",
        "legal_review": "анализ законодательства",
        "training_of_trainers": "подготовка тренеров",
        "curriculum_development": "разработка учебной программы",
        "needs_assessment": "оценка потребностей",
        "training_delivery": "проведение учебного курса",
        "coordination": "координация полевой работы",
        "drafting": "подготовка документа по политике",
    },
    country="Страны: {}",
    window="Сроки: {0:%d.%m.%Y} - {1:%d.%m.%Y}",
    team="Состав группы: {}",
    roles={("expert", 1): "{} эксперт", ("expert", 2): "{} экспертов", ("team_lead", 1): "{} руководитель группы"},
    origins=("международный", "национальный"),
    required="Желательные требования",
    years="- не менее {} лет профессионального опыта",
    skill="- знания в области: {}",
    deep="- глубокие знания в области: {}",
    speak="- {}: {}",
    trained="- опыт работы тренером",
    worked="- опыт работы, страна: {}",
    only="Допускаются только граждане страны: {}.",
    never="Граждане страны {} не допускаются.",
    prose_window="Работа начинается {0:%d.%m.%Y} и завершается {1:%d.%m.%Y}.",
    prose_years="Хорошо, если стаж по специальности превышает {} лет.",
    prose_skill="Знакомство с темой «{}» приветствуется.",
    prose_deep="Глубокое понимание темы «{}» учитывается в первую очередь.",
    prose_speak="Владение {} на уровне {} будет преимуществом.",
    prose_trained="Желателен опыт проведения тренингов для взрослых.",
    prose_worked="Желателен опыт работы в {}.",
    where=pairs(
        "AZE Азербайджане, AFG Афганистане, BGD Бангладеш, IRN Иране, IRQ Ираке, PAK Пакистане, "
        "LBN Ливане, KAZ Казахстане, KGZ Кыргызстане, TJK Таджикистане, TKM Туркменистане, "
        "UZB Узбекистане, TUR Турции, GEO Грузии"
    ),
    tongues=pairs(
        "eng английским языком, aze азербайджанским языком, fas персидским языком, ara арабским языком, "
        "urd языком урду, rus русским языком, tur турецким языком, kat грузинским языком"
    ),
    call=Call(
        opening="Приглашение к участию: {}",
        kind="О чём речь: {}",
        place="Работа проводится в {}.",
        when="Работа идёт с {0:%d.%m.%Y} по {1:%d.%m.%Y}.",
        sought="Мы ищем: {}.",
        years="Опыт в этой сфере от {} лет приветствуется.",
        skill="Экспертные знания: {}.",
        deep="Обширные экспертные знания: {}.",
        speak="Вы владеете {} ({}).",
        trained="У вас есть опыт проведения тренингов.",
        worked="Опыт: работа в {}.",
        closing="Заявки принимаются до 15.01.2027.",
    ),
)
TR = Words(
    title="Unvan: {}",
    kind="Görevin türü: {}",
    kinds={
        "advisory": "kamu kurumlarına danışmanlık",
        "assessment": "kapasite değerlendirmesi",
        "legal_review": "mevzuat incelemesi",
        "training_of_trainers": "eğiticilerin eğitimi",
        "curriculum_development": "müfredat geliştirme",
        "needs_assessment": "ihtiyaç analizi",
        "training_delivery": "eğitim kursunun verilmesi",
        "coordination": "saha çalışmasının koordinasyonu",
        "drafting": "politika belgesi hazırlanması",
    },
    country="Ülkeler: {}",
    window="Süre: {0:%d.%m.%Y} - {1:%d.%m.%Y}",
    team="Ekip: {}",
    roles={("expert", 1): "{} uzman", ("expert", 2): "{} uzman", ("team_lead", 1): "{} ekip lideri"},
    origins=("uluslararası", "ulusal"),
    required="Tercih edilen nitelikler",
    years="- en az {} yıl mesleki deneyim",
    skill="- bilgi alanı: {}",
    deep="- derin bilgi alanı: {}",
    speak="- {}: {}",
    trained="- eğitmenlik deneyimi",
    worked="- iş deneyimi: {}",
    only="Yalnızca {} vatandaşları başvurabilir.",
    never="{} vatandaşları başvuramaz.",
    prose_window="Görev {0:%d.%m.%Y} tarihinde başlar, {1:%d.%m.%Y} tarihinde biter.",
    prose_years="Alanında {} yılı aşkın deneyimi olanlar tercih edilir.",
    prose_skill="{} konusuna aşina olmak avantajdır.",
    prose_deep="Kapsamlı birikim, özellikle {}, öncelikle dikkate alınır.",
    prose_speak="{} {} düzeyinde konuşabilmek tercih sebebidir.",
    prose_trained="Yetişkinlere eğitim verme deneyimi tercih edilir.",
    prose_worked="{} çalışma deneyimi tercih edilir.",
    where=pairs(
        "AZE Azerbaycan'da, AFG Afganistan'da, BGD Bangladeş'te, IRN İran'da, IRQ Irak'ta, "
        "PAK Pakistan'da, LBN Lübnan'da, KAZ Kazakistan'da, KGZ Kırgızistan'da, TJK Tacikistan'da, "
        "TKM Türkmenistan'da, UZB Özbekistan'da, TUR Türkiye'de, GEO Gürcistan'da"
    ),
    tongues=pairs(
        "eng İngilizceyi, aze Azerbaycancayı, fas Farsçayı, ara Arapçayı, urd Urducayı, rus Rusçayı, "
        "tur Türkçeyi, kat Gürcüceyi"
    ),
    call=Call(
        opening="Başvuru çağrısı: {}",
        kind="Konu: {}",
        place="Çalışma {} yapılacaktır.",
        when="Çalışma {0:%d.%m.%Y} tarihinden {1:%d.%m.%Y} tarihine kadar sürer.",
        sought="Aradığımız: {}.",
        years="Bu alanda {} yıl ve üzeri deneyim tercih edilir.",
        skill="Uzmanlık: {}.",
        deep="Kapsamlı uzmanlık: {}.",
        speak="{} konuşabiliyorsunuz ({}).",
        trained="Eğitmenlik deneyiminiz var.",
        worked="{} deneyiminiz var.",
        closing="Başvurular 15.01.2027 tarihine kadar alınır.",
    ),
)
WORDS = {"en": EN, "az": AZ, "ru": RU, "tr": TR}

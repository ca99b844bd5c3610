"""Names across scripts and spellings: one name sounds alike in all of them, and others do not."""

import numpy as np
import pytest

from registry.duplicates.agreeing import agreements
from registry.duplicates.names import Grade, readings
from registry.duplicates.spelling import words
from registry.duplicates.wording import Wording


def ways(name: str) -> set[str]:
    return {way for word in words(name) for way in word.ways}


def grades_of(one: str, other: str) -> tuple[int, ...]:
    wording = Wording.of_rows([readings(one, None), readings(other, None)])
    (found,) = agreements(wording, np.array([0]), np.array([1])).grades.tolist()
    return tuple(grade for grade in found if grade >= 0)


@pytest.mark.parametrize(
    "spellings",
    [
        "Əliyev Алиев Aliyev Alieff Әлијев Eliyev Aliyeva",
        "Məmmədov Мамедов Mammadov Mamedov",
        "Hüseynov Гусейнов Huseynov Guseinov Khuseynov",
        "Cəfərov Джафаров Jafarov Dzhafarov Ceferov",
        "Xəlilov Халилов Khalilov Halilov",
        "Qasımov Касымов Гасымов Gasimov Kasimov",
        "Şükürov Шукюров Shukurov",
        "Çiçək Чичек Chichak",
        "İlham Ильхам Ilkham ILHAM ılham",
        "Məhəmməd محمد Мухаммад Mohammed Mehmet Muhammet",
        "يوسف Yusuf Юсуф Yousef Yusif",
        "فاطمة Fatima Фатима Fatemeh",
        "رضا Reza Ridha Rza Рза",
        "عثمان Osman Othman Осман",
        "الجبوري Al-Jubouri Джубури",
        "قاسمی Ghasemi Qasemi Касеми",
        "ჭანტურია Chanturia Чантурия",
        "ნადირაძე Nadiradze Надирадзе",
        "Кавалёў Kavaliou Kavalyov Ковалёв",
        "Jovanović Јовановић Йованович Jovanovic",
        "Ýlýasow Ильясов Ylyasov Ilyasov",
        "Жандос Zhandos Jandos",
        "Խաչատրյան Хачатрян Khachatryan",
    ],
    ids=lambda text: text.split()[0],
)
def test_spellings_of_one_name(spellings):
    first, *others = spellings.split()
    for other in others:
        assert ways(first) & ways(other), other


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aliyev", "Ali"), ("Karimov", "Kazimov"), ("Mammadov", "Ahmadov"), ("Beridze", "Kiknadze"), ("Nino", "Nana")],
)
def test_other_names_stay_apart(one, other):
    found = grades_of(f"Anar {one}", f"Anar {other}")
    assert Grade.APART in found or Grade.NEAR in found


@pytest.mark.parametrize(
    ("name", "count"),
    [
        pytest.param("Anar Həsən oğlu Əliyev", 3, id="son-of-is-no-name"),
        pytest.param("Алиев Анар Гасанович", 2, id="a-fathers-name-is-left-out"),
        pytest.param("Gasanovich", 1, id="unless-nothing-else-is-left"),
        pytest.param("محمد بن علي", 2, id="arabic-son-of"),
        pytest.param("Jan van der Berg", 2, id="articles"),
        pytest.param("...", 0, id="no-name-at-all"),
        pytest.param("x" * 5000, 1, id="endless"),
        pytest.param("李 小龙 \u202e\ud7ff", 2, id="other-scripts-and-odd-signs"),
    ],
)
def test_words(name, count):
    assert len(words(name)) == count


@pytest.mark.parametrize(
    ("one", "other", "grades"),
    [
        pytest.param("Anar Aliyev", "Алиев Анар", (2, 2), id="another-order"),
        pytest.param("Anar Aliyev", "Алиев Анар Гасанович", (2, 2), id="with-a-fathers-name"),
        pytest.param("Anar Aliyev", "Anar Həsən oğlu Əliyev", (2, 2), id="son-of"),
        pytest.param("Stephen Wright", "Stephen Wrighit", (2, 2), id="a-vowel-too-many-sounds-the-same"),
        pytest.param("Selin Korkmaz", "Selin Kortmaz", (2, 1), id="a-slip"),
        pytest.param("Karim Aliyev", "Akram Aliyev", (0, 2), id="same-consonants-other-name"),
    ],
)
def test_agreement(one, other, grades):
    assert grades_of(one, other) == grades

"""The specialist's cabinet: what needs me, my profile, times, offers, certificates, rights; nobody else's."""

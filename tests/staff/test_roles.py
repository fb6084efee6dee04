import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from staff.models import User
from staff.roles import MATRIX, ROLES, codenames, sync

pytestmark = pytest.mark.django_db


def make_user(role, **fields):
    user = User.objects.create_user(f"{role}-1", is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_the_groups_say_what_the_matrix_says():
    for column, role in enumerate(ROLES):
        wanted = {
            f"{label.split('.')[0]}.{codename}"
            for label, rights in MATRIX.items()
            for codename in codenames(label.split(".")[1], rights[column])
        }
        assert make_user(role).get_all_permissions() == wanted


def test_a_right_that_left_the_matrix_leaves_the_group():
    group = Group.objects.get(name="redactie")
    before = set(group.permissions.all())
    group.permissions.add(*Group.objects.get(name="balie").permissions.all())
    sync()
    assert set(group.permissions.all()) == before


@pytest.mark.parametrize(
    ("role", "opens", "stays_shut"),
    [
        ("redactie", ["blog_article", "blog_page"], ["contact_callbackrequest", "contact_booking"]),
        ("balie", ["contact_callbackrequest", "contact_booking"], ["blog_article", "staff_user"]),
        ("psycholoog", ["contact_booking", "blog_article"], ["contact_callbackrequest"]),
        ("beheer", ["contact_practice", "staff_user"], ["contact_booking"]),
    ],
)
def test_each_role_sees_its_own_lists_and_no_others(client, role, opens, stays_shut):
    client.force_login(make_user(role))
    codes = {
        name: client.get(reverse(f"admin:{name}_changelist")).status_code
        for name in opens + stays_shut
    }
    assert codes == dict.fromkeys(opens, 200) | dict.fromkeys(stays_shut, 403)


def test_nobody_of_beheer_can_raise_themselves(client):
    user = make_user("beheer", email="b@example.org")
    client.force_login(user)
    url = reverse("admin:staff_user_change", args=[user.pk])
    others = [group.pk for group in Group.objects.exclude(name="beheer")]
    client.post(
        url,
        {"username": user.username, "is_superuser": "on", "is_active": "on", "groups": others},
    )
    user.refresh_from_db()
    assert (user.is_superuser, [g.name for g in user.groups.all()]) == (False, ["beheer"])


def test_beheer_can_make_nobody_a_superuser_and_touch_none(client):
    client.force_login(make_user("beheer"))
    boss = User.objects.create_superuser("boss", password="long-enough-and-odd-7")
    assert client.get(reverse("admin:staff_user_change", args=[boss.pk])).status_code == 302
    password = reverse("admin:auth_user_password_change", args=[boss.pk])
    new = {"password1": "a-new-and-odd-one-42", "password2": "a-new-and-odd-one-42"}
    assert client.post(password, new).status_code in (403, 404)
    colleague = make_user("balie")
    client.post(
        reverse("admin:staff_user_change", args=[colleague.pk]),
        {"username": "balie-1", "is_superuser": "on", "is_active": "on"},
    )
    colleague.refresh_from_db()
    assert colleague.is_superuser is False

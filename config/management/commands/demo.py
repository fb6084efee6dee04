from django.core.management.base import BaseCommand

import blog.demo
import contact.demo
import staff.demo


class Command(BaseCommand):
    help = "Load the demo content; running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="one staff account per role")
        parser.add_argument("--remove-accounts", action="store_true", help="only remove those")

    def handle(self, *, accounts, remove_accounts, **options):
        if remove_accounts:
            staff.demo.remove_accounts()
            return
        if accounts:
            staff.demo.create_accounts()
        blog.demo.load(reviewer=staff.demo.account("psycholoog"))
        contact.demo.load()

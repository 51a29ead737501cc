"""What a school's database role may do with the tables of accounts: people sign in and are invited on its host."""

SCHOOLS_MAY = {
    "Account": "SELECT, INSERT, UPDATE",
    "Membership": "SELECT, INSERT, UPDATE",
    "UnreadCount": "SELECT, INSERT, UPDATE",
    "ApiToken": "SELECT, INSERT, UPDATE",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "account_emailaddress": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattempt": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattemptexpiration": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessfailurelog": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accesslog": "SELECT, INSERT, UPDATE",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
}

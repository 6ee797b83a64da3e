import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/settings/areas", title: "settings.areas", order: 82, group: "settings", needs: "area.make", load: () => import("./AreasPage") },
  { path: "/settings/calendar", title: "settings.calendar", order: 84, group: "settings", needs: "calendar.list", load: () => import("./CalendarPage") },
  { path: "/settings/accounts", title: "settings.accounts", order: 86, group: "settings", needs: "account.list", load: () => import("./AccountsPage") },
  { path: "/settings/accounts/:id", title: "settings.account", needs: "account.show", load: () => import("./AccountPage") },
  { path: "/settings/languages", title: "settings.languages", order: 92, group: "settings", load: () => import("./LanguagesPage") },
  { path: "/settings/backup", title: "settings.backup", order: 94, group: "settings", needs: "backup.list", load: () => import("./BackupPage") },
  { path: "/settings/mails", title: "settings.mails", order: 93, group: "settings", needs: "mail.list", load: () => import("./MailsPage") },
  { path: "/account", title: "settings.own", load: () => withTheTerm(() => import("./OwnPage")) },
];

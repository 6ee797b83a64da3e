import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/settings/areas", title: "settings.areas", order: 82, needs: "area.make", load: () => import("./AreasPage") },
  { path: "/settings/calendar", title: "settings.calendar", order: 84, needs: "calendar.list", load: () => import("./CalendarPage") },
  { path: "/settings/accounts", title: "settings.accounts", order: 86, needs: "account.list", load: () => import("./AccountsPage") },
  { path: "/settings/accounts/:id", title: "settings.account", needs: "account.show", load: () => import("./AccountPage") },
  { path: "/settings/languages", title: "settings.languages", order: 92, load: () => import("./LanguagesPage") },
  { path: "/settings/backup", title: "settings.backup", order: 94, needs: "backup.list", load: () => import("./BackupPage") },
];

import { withTheTerm } from "@sojourn/shared";
import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/feedback", title: "shell.feedback", load: () => withTheTerm(() => import("./SayPage")) },
  { path: "/feedback/:id", title: "shell.feedback_own", load: () => withTheTerm(() => import("./OwnPage")) },
  { path: "/settings/feedback", title: "shell.feedback_all", order: 90, group: "settings", needs: "feedback.list", load: () => withTheTerm(() => import("./FeedbackPage")) },
  { path: "/settings/feedback/:id", title: "shell.feedback_entry", needs: "feedback.show", load: () => withTheTerm(() => import("./EntryPage")) },
];

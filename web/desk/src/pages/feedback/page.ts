import type { Page } from "../../shell/pages";

export const pages: Page[] = [
  { path: "/feedback", title: "shell.feedback", load: () => import("./SayPage") },
  { path: "/feedback/:id", title: "feedback.one_of_yours", load: () => import("./OwnPage") },
  { path: "/settings/feedback", title: "feedback.title", order: 90, group: "settings", needs: "feedback.list", load: () => import("./FeedbackPage") },
  { path: "/settings/feedback/:id", title: "feedback.one", needs: "feedback.show", load: () => import("./EntryPage") },
];

// What is said of work plans in words and signs.
import { type Row, language, t } from "@sojourn/shared";

export type Task = Row<"/api/tasks">;
export type TaskKind = Row<"/api/task-kinds">;

export const taskStates = ["open", "due_soon", "overdue", "done", "dropped"] as const;
const signs = { open: "○", due_soon: "▲", overdue: "✖", done: "✓", dropped: "–" } as const;

export function TaskState({ of }: { of: (typeof taskStates)[number] }) {
  return (
    <span className={`state ${of}`}>
      <span aria-hidden="true">{signs[of]} </span>
      {t(`work.state_${of}`)}
    </span>
  );
}

/** In the reader's language, where the catalogue has it. */
export function taskName(of: { name: string; name_zh?: string }): string {
  return language() === "zh" && of.name_zh !== undefined ? of.name_zh : of.name;
}

/** Every list of this stage is old once something in it was changed. */
export function ofWork({ queryKey: [path] }: { queryKey: readonly unknown[] }): boolean {
  return /^\/api\/(?:work|tasks|task-kinds)/.test(String(path));
}

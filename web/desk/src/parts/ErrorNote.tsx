// What did not work, in the server's words, and what can be done about it.
import { Problem, t } from "@sojourn/shared";
import { Button } from "antd";

/** The sentence of a problem; faults that no field of the page shows are told with it. */
export function sentence(error: unknown, shown: readonly string[] = []): string {
  if (!(error instanceof Problem)) {
    return t("shell.error_page");
  }
  if (error.unreachable) {
    return t("shell.unreachable");
  }
  if (error.code === "not_ours") {
    return t("shell.not_ours", { status: error.status });
  }
  const others = error.faults.filter((fault) => !shown.includes(fault.pointer.slice(1)));
  return [error.message, ...others.map((fault) => fault.detail)].join(" ");
}

export function ErrorNote({
  problem,
  retry,
  shown,
}: {
  problem: unknown;
  /** What a button "Try again" does; without, there is none. */
  retry?: () => void;
  /** Names of fields that show what is wrong with them themselves. */
  shown?: readonly string[];
}) {
  return (
    <div className="problem" role="alert">
      <p>
        <span aria-hidden="true">✖ </span>
        <bdi>{sentence(problem, shown)}</bdi>
      </p>
      {problem instanceof Problem && problem.status >= 500 && problem.request !== undefined && (
        <p className="quiet">{t("shell.request", { request: problem.request })}</p>
      )}
      {retry !== undefined && (
        <Button size="small" onClick={retry}>
          {t("shell.retry")}
        </Button>
      )}
    </div>
  );
}

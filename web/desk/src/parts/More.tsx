// Reads on in a list; nothing on its last page.
import { t } from "@sojourn/shared";
import { Button } from "antd";
import type { ListRead } from "./reading";

export function More({ of }: { of: Pick<ListRead<unknown>, "more" | "moreIsComing"> }) {
  return of.more === undefined ? null : (
    <Button size="small" onClick={of.more} loading={of.moreIsComing}>
      {t("shell.more")}
    </Button>
  );
}

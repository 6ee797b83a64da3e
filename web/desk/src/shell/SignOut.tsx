// Signing out forgets what was typed, since the next one at this browser may be somebody else: that is asked
// first where there is something to lose.
import { t } from "@sojourn/shared";
import { Button } from "antd";
import { useState } from "react";
import { Dialog } from "../parts/Action";
import { SendForm } from "../parts/SendForm";
import { draftsKept } from "./drafts";
import { useSignOut } from "./session";

export function SignOut({ setTrouble }: { setTrouble: (trouble: unknown) => void }) {
  const signOut = useSignOut();
  const [lost, setLost] = useState<number>();
  const press = (): void => {
    const drafts = draftsKept();
    if (drafts > 0) {
      setLost(drafts);
    } else {
      void signOut().catch(setTrouble);
    }
  };
  return (
    <>
      <Button size="small" onClick={press}>
        {t("shell.sign_out")}
      </Button>
      {lost !== undefined && (
        <Dialog title={t("shell.sign_out")} close={() => setLost(undefined)}>
          <SendForm action={t("shell.sign_out_all_the_same")} send={signOut}>
            {() => (
              <p>
                <span aria-hidden="true">▲ </span>
                {t("shell.drafts_lost", { count: lost })}
              </p>
            )}
          </SendForm>
        </Dialog>
      )}
    </>
  );
}

// A page, once it is loaded.
import { noAnswer, t } from "@sojourn/shared";
import { type ComponentType, useEffect, useState } from "react";
import { ErrorNote } from "../parts/ErrorNote";
import { PageHead } from "../parts/PageHead";
import { Skeleton } from "../parts/Skeleton";
import { type Registered, loadBody } from "./pages";

/** Not React.lazy, which holds what comes back for 300 ms. */
export function Body({ page }: { page: Registered }) {
  const [Shown, setShown] = useState<ComponentType | undefined>(() => page.Body);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    if (Shown === undefined) {
      loadBody(page).then(
        (body) => setShown(() => body),
        () => setTrouble(true),
      );
    }
  }, [page, Shown]);
  if (trouble) {
    // The server is gone, or a newer one has other files.
    return (
      <>
        <PageHead title={t(page.title)} />
        <ErrorNote problem={noAnswer(0)} retry={() => location.reload()} />
      </>
    );
  }
  return Shown === undefined ? <Skeleton /> : <Shown />;
}

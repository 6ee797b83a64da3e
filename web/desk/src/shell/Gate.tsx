// Who gets what: the sign-in, the second factor that is still to be set up, or the pages.
import { noAnswer, t } from "@sojourn/shared";
import { type ComponentType, useEffect, useState } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { ErrorNote } from "../parts/ErrorNote";
import { Skeleton } from "../parts/Skeleton";
import { PageHead } from "../parts/PageHead";
import { Entrance } from "./Entrance";
import { Frame } from "./Frame";
import { SecondFactorPage } from "./SecondFactorPage";
import { SignInPage } from "./SignInPage";
import { type Registered, loadBody, pages } from "./pages";
import { AccountProvider, useAccountQuery, useMay } from "./session";

export function Gate() {
  const account = useAccountQuery();
  const { pathname } = useLocation();
  if (account.data === undefined) {
    return account.error === null ? (
      <Skeleton />
    ) : (
      <Entrance title={t("shell.gone_at_once")}>
        <ErrorNote problem={account.error} retry={() => void account.refetch()} />
      </Entrance>
    );
  }
  if (account.data === null) {
    return <SignInPage />;
  }
  if (account.data.second_factor_needed || pathname === "/second-factor") {
    return <SecondFactorPage person={account.data.person} />;
  }
  return (
    <AccountProvider value={account.data}>
      <Frame>
        <Routes>
          {pages.map((page) => (
            <Route key={page.path} path={page.path} element={<Allowed key={page.path} page={page} />} />
          ))}
          <Route path="/sign-in" element={<Navigate to="/" replace />} />
          <Route path="*" element={<Missing />} />
        </Routes>
      </Frame>
    </AccountProvider>
  );
}

function Allowed({ page }: { page: Registered }) {
  const may = useMay();
  if (page.needs !== undefined && !may(page.needs)) {
    return (
      <>
        <PageHead title={t("shell.forbidden")} />
        <p>{t("shell.forbidden_text")}</p>
      </>
    );
  }
  return <Body page={page} />;
}

/** A page, once it is loaded. Not React.lazy, which holds what comes back for 300 ms. */
function Body({ page }: { page: Registered }) {
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

function Missing() {
  return (
    <>
      <PageHead title={t("shell.not_found")} />
      <p>{t("shell.not_found_text")}</p>
      <p>
        <a href="/">{t("shell.to_home")}</a>
      </p>
    </>
  );
}

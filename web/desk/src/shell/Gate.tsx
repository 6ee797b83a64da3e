// Who gets what: the sign-in, the second factor that is still to be set up, or the pages.
import { t } from "@sojourn/shared";
import { Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { ErrorNote } from "../parts/ErrorNote";
import { Skeleton } from "../parts/Skeleton";
import { PageHead } from "../parts/PageHead";
import { Entrance } from "./Entrance";
import { Frame } from "./Frame";
import { SecondFactorPage } from "./SecondFactorPage";
import { SignInPage } from "./SignInPage";
import { pages } from "./pages";
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
        <Suspense fallback={<Skeleton />}>
          <Routes>
            {pages.map((page) => (
              <Route key={page.path} path={page.path} element={<Allowed page={page} />} />
            ))}
            <Route path="/sign-in" element={<Navigate to="/" replace />} />
            <Route path="*" element={<Missing />} />
          </Routes>
        </Suspense>
      </Frame>
    </AccountProvider>
  );
}

function Allowed({ page }: { page: (typeof pages)[number] }) {
  const may = useMay();
  if (page.needs !== undefined && !may(page.needs)) {
    return (
      <>
        <PageHead title={t("shell.forbidden")} />
        <p>{t("shell.forbidden_text")}</p>
      </>
    );
  }
  return <page.Body />;
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

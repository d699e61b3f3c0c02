import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/features/session/session.ts";
import { CatchBoundary } from "@/router/catch-boundary.tsx";
import { KeptPages } from "@/router/kept-pages.tsx";
import { useRouter } from "@/router/router-context.tsx";
import { useShown } from "@/router/use-shown.ts";
import { ErrorPage } from "./routes/error-page.tsx";
import { WorkspaceLayout } from "./routes/workspace-layout.tsx";

/** The page at the address, within the workspace or on its own. */
export function App() {
  const router = useRouter();
  const { shown, failure } = useShown();
  const session = useQuery(sessionQuery).data;
  const retry = () => void router.refresh();
  if (failure) return <ErrorPage error={failure} reset={retry} />;
  if (shown?.route.bare)
    return (
      <CatchBoundary fallback={ErrorPage} resetKey={shown}>
        <shown.Page params={shown.params} search={shown.search} />
      </CatchBoundary>
    );
  // The sign-in page is on its way.
  if (!session) return null;
  // Before the first page's code is here, the workspace stands around its place.
  const { pathname } = shown?.place ?? router.history.location;
  return (
    <WorkspaceLayout session={session} pathname={pathname}>
      {shown ? <KeptPages key={session.user.id} shown={shown} fallback={ErrorPage} /> : null}
    </WorkspaceLayout>
  );
}

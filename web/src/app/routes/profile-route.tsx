import { ProfilePage } from "@/features/profile/profile-page.tsx";

/** One's own page, at its address. */
export function ProfileRoute() {
  return <ProfilePage />;
}

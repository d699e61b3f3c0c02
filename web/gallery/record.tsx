import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { RecordLayout, RecordSection } from "@/ui/record/record-layout.tsx";
import { Facts, Story } from "./board.tsx";

export function RecordStory() {
  return (
    <RecordLayout
      back={
        <a href="/pipeline" className="text-ink-2 hover:underline">
          Pipeline
        </a>
      }
      title="Halcyon rollout"
      subtitle={
        <>
          Halcyon GmbH, with Ines Haddad <Chip tone="mark">stale 6 d</Chip>
        </>
      }
      actions={
        <>
          <Button>Log activity</Button>
          <Button variant="primary">Mark won</Button>
        </>
      }
      side={
        <>
          <RecordSection title="Details">
            <Facts />
          </RecordSection>
          <RecordSection
            title="Contacts"
            action={
              <Button size="sm" variant="ghost">
                Add
              </Button>
            }
          >
            <p className="text-ink-3">Nobody yet</p>
          </RecordSection>
        </>
      }
    >
      <RecordSection title="Timeline">
        <Story />
      </RecordSection>
    </RecordLayout>
  );
}

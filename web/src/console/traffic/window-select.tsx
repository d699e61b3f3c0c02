import { useLingui } from "@lingui/react/macro";
import { Select } from "@/ui/forms/select.tsx";
import { type TrafficWindow, WINDOWS } from "./traffic.ts";
import { useWindowText } from "./traffic-words.ts";

/** The time that is looked at. */
export function WindowSelect({
  value,
  onChange,
}: {
  value: TrafficWindow;
  onChange: (window: TrafficWindow) => void;
}) {
  const { t } = useLingui();
  const text = useWindowText();
  return (
    <div className="w-48">
      <Select
        aria-label={t`Time`}
        value={value}
        onChange={(chosen) => onChange(chosen as TrafficWindow)}
        options={WINDOWS.map((window) => ({ value: window, label: text(window) }))}
      />
    </div>
  );
}

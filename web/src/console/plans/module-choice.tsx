import { Checkbox } from "@/ui/forms/checkbox.tsx";

/** The parts of the product that a plan may leave out: `Module` of the server. */
export const MODULES = ["products", "reports", "files", "imports", "api"] as const;

/** Which parts of the product there are. */
export function ModuleChoice({
  legend,
  isOn,
  text,
  onChange,
}: {
  legend: string;
  isOn: (module: string) => boolean;
  text: (module: string) => string;
  onChange: (module: string, on: boolean) => void;
}) {
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 text-sm font-semibold">{legend}</legend>
      {MODULES.map((module) => (
        <Checkbox
          key={module}
          label={text(module)}
          checked={isOn(module)}
          onChange={(event) => onChange(module, event.target.checked)}
        />
      ))}
    </fieldset>
  );
}

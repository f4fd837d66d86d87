/** Disks that cannot take the state: in a mount namespace of its own, which needs no root, and ends with the command. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Stack } from "../stack";

/** What is wrong with the disk: all of the time, or once {@link fillDisk} says so. */
export type Disk = "read-only" | "filling";

/** A prefix for `pulumi` that puts the backend's folder on such a disk. What is on it in the end is kept. */
export function onDisk(stack: Stack, disk: Disk): readonly string[] {
  const scripts: Readonly<Record<Disk, string>> = {
    "read-only": 'mount --bind "$STATE" "$STATE"; mount -o remount,bind,ro "$STATE"; exec "$@"',
    filling: [
      'cp -a "$STATE" "$DISK"; mkdir "$DISK.mounted"; mount -t tmpfs -o size=8m tmpfs "$DISK.mounted"',
      'cp -a "$STATE/." "$DISK.mounted"; mount --move "$DISK.mounted" "$STATE"',
      '(until [ -e "$DISK.full" ]; do sleep 0.05; done; cat /dev/zero > "$STATE/filler" 2>/dev/null) &',
      'code=0; "$@" || code=$?',
      // Beside the mount the folder itself is still there, by the parent's eyes.
      'wait; rm "$STATE/filler"; rm -r "$DISK"; cp -a "$STATE" "$DISK"; umount "$STATE"; cp -a "$DISK/." "$STATE"',
      "exit $code",
    ].join("\n"),
  };
  const state = backend(stack);
  const variables = [`STATE=${state}`, `DISK=${join(stack.folder, "disk")}`];
  return ["env", ...variables, "unshare", "--map-root-user", "--mount", "sh", "-ec", scripts[disk], "sh"];
}

/** Leaves no room on the disk of the command that runs. */
export function fillDisk(stack: Stack): void {
  writeFileSync(join(stack.folder, "disk.full"), "");
}

function backend(stack: Stack): string {
  // <state>/.pulumi/stacks/<project>/<stack>.json
  return dirname(dirname(dirname(dirname(stack.stateFile))));
}

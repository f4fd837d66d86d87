import { type InvokeModel, text } from "../model";
import { projectNumber } from "./shared";

/** Functions that read. The credentials see their own project alone: of another one there is nothing to read. */
export const invokes: Readonly<Record<string, InvokeModel>> = {
  "gcp:organizations/getProject:getProject": (args, c) => {
    const projectId = text(args, "projectId", c.account);
    if (projectId !== c.account)
      return { id: "", projectId: "", number: "", name: "", autoCreateNetwork: false, labels: {} };
    const id = `projects/${projectId}`;
    return { id, projectId, number: projectNumber(projectId), name: projectId, autoCreateNetwork: false, labels: {} };
  },
  "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": (args, c) => {
    const project = text(args, "project", c.account);
    const emailAddress = `service-${projectNumber(project)}@gs-project-accounts.iam.gserviceaccount.com`;
    return { id: emailAddress, emailAddress, member: `serviceAccount:${emailAddress}`, project };
  },
};

/**
 * Argo CD's own rendering of an ApplicationSet, as its controller does it: from the set and the parameters that a generator found
 * (JSON on stdin) to the Applications that it would make (JSON on stdout). A field that Argo CD does not know is an error.
 */
export const ARGO_RENDER_MAIN = `package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	argo "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

type asked struct {
	Set    argo.ApplicationSet \`json:"set"\`
	Params []map[string]any    \`json:"params"\`
}

func render(from *os.File) ([]*argo.Application, error) {
	var given asked
	decoder := json.NewDecoder(from)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil {
		return nil, err
	}
	spec := given.Set.Spec
	made := []*argo.Application{}
	for _, params := range given.Params {
		template := argo.Application{Spec: spec.Template.Spec}
		template.Name, template.Labels = spec.Template.Name, spec.Template.Labels
		one, err := (&utils.Render{}).RenderTemplateParams(&template, spec.SyncPolicy, params, spec.GoTemplate, spec.GoTemplateOptions)
		if err != nil {
			return nil, err
		}
		made = append(made, one)
	}
	return made, nil
}

func main() {
	made, err := render(os.Stdin)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(made)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`;

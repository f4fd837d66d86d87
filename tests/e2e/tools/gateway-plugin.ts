/**
 * Stands in for the Gateway API plugin of Argo Rollouts, which no Go module proxy serves: it sets the weights of a route's
 * backends over the same RPC, by the same names, and knows nothing else. `SLIPWAY_GATEWAY_PLUGIN` names a real one.
 */
export const GATEWAY_PLUGIN_MAIN = `package main

import (
	"context"
	"encoding/json"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	rolloutsPlugin "github.com/argoproj/argo-rollouts/rollout/trafficrouting/plugin/rpc"
	"github.com/argoproj/argo-rollouts/utils/plugin/types"
	goPlugin "github.com/hashicorp/go-plugin"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"
)

const name = "argoproj-labs/gatewayAPI"

var routes = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}

type router struct{ client dynamic.Interface }

func failed(err error) types.RpcError {
	if err == nil {
		return types.RpcError{}
	}
	return types.RpcError{ErrorString: err.Error()}
}

func (r *router) InitPlugin() types.RpcError {
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(
		clientcmd.NewDefaultClientConfigLoadingRules(), &clientcmd.ConfigOverrides{}).ClientConfig()
	if err != nil {
		return failed(err)
	}
	r.client, err = dynamic.NewForConfig(config)
	return failed(err)
}

func (r *router) SetWeight(ro *v1alpha1.Rollout, weight int32, _ []v1alpha1.WeightDestination) types.RpcError {
	canary := ro.Spec.Strategy.Canary
	var place struct{ HttpRoute, Namespace string }
	if err := json.Unmarshal(canary.TrafficRouting.Plugins[name], &place); err != nil {
		return failed(err)
	}
	client := r.client.Resource(routes).Namespace(place.Namespace)
	route, err := client.Get(context.TODO(), place.HttpRoute, metav1.GetOptions{})
	if err != nil {
		return failed(err)
	}
	spec := route.Object["spec"].(map[string]interface{})
	for _, rule := range spec["rules"].([]interface{}) {
		for _, each := range rule.(map[string]interface{})["backendRefs"].([]interface{}) {
			backend := each.(map[string]interface{})
			switch backend["name"] {
			case canary.CanaryService:
				backend["weight"] = int64(weight)
			case canary.StableService:
				backend["weight"] = int64(100 - weight)
			}
		}
	}
	_, err = client.Update(context.TODO(), route, metav1.UpdateOptions{})
	return failed(err)
}

func (r *router) UpdateHash(*v1alpha1.Rollout, string, string, []v1alpha1.WeightDestination) types.RpcError {
	return types.RpcError{}
}

func (r *router) SetHeaderRoute(*v1alpha1.Rollout, *v1alpha1.SetHeaderRoute) types.RpcError {
	return types.RpcError{}
}

func (r *router) SetMirrorRoute(*v1alpha1.Rollout, *v1alpha1.SetMirrorRoute) types.RpcError {
	return types.RpcError{}
}

func (r *router) VerifyWeight(*v1alpha1.Rollout, int32, []v1alpha1.WeightDestination) (types.RpcVerified, types.RpcError) {
	return types.Verified, types.RpcError{}
}

func (r *router) RemoveManagedRoutes(*v1alpha1.Rollout) types.RpcError { return types.RpcError{} }

func (r *router) Type() string { return "GatewayAPI" }

func main() {
	goPlugin.Serve(&goPlugin.ServeConfig{
		HandshakeConfig: goPlugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: "ARGO_ROLLOUTS_RPC_PLUGIN", MagicCookieValue: "trafficrouter",
		},
		Plugins: map[string]goPlugin.Plugin{
			"RpcTrafficRouterPlugin": &rolloutsPlugin.RpcTrafficRouterPlugin{Impl: &router{}},
		},
	})
}
`;

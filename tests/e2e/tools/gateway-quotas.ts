/**
 * Prints what Envoy Gateway makes for limits that all pods of the gateway count together, by its own code: with `limits`
 * the configuration that it hands to the service that counts, from the objects of the gateway; with `deployment` that
 * service's Deployment, from Envoy Gateway's own configuration. Neither is among what egctl prints.
 */
export const GATEWAY_QUOTAS_MAIN = `package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	egv1a1 "github.com/envoyproxy/gateway/api/v1alpha1"
	"github.com/envoyproxy/gateway/internal/envoygateway/config"
	"github.com/envoyproxy/gateway/internal/gatewayapi"
	"github.com/envoyproxy/gateway/internal/gatewayapi/resource"
	"github.com/envoyproxy/gateway/internal/infrastructure/kubernetes/ratelimit"
	"github.com/envoyproxy/gateway/internal/logging"
	"github.com/envoyproxy/gateway/internal/xds/translator"
	gwapiv1 "sigs.k8s.io/gateway-api/apis/v1"
)

func limits(input []byte) (any, error) {
	resources, err := resource.LoadResourcesFromYAMLBytes(input, false, nil)
	if err != nil {
		return nil, err
	}
	// What is missing of the cluster, such as Envoy's own certificates, is no matter here; egctl does not heed it either.
	result, _ := (&gatewayapi.Translator{
		GatewayControllerName:   string(resources.GatewayClass.Spec.ControllerName),
		GatewayClassName:        gwapiv1.ObjectName(resources.GatewayClass.Name),
		GlobalRateLimitEnabled:  true,
		EndpointRoutingDisabled: true,
		Logger:                  logging.DefaultLogger(io.Discard, egv1a1.LogLevelInfo),
	}).Translate(context.Background(), resources)
	domains := map[string]string{}
	for _, xds := range result.XdsIR {
		for _, domain := range translator.BuildRateLimitServiceConfig(xds.HTTP) {
			if domains[domain.Name], err = translator.GetRateLimitServiceConfigStr(domain); err != nil {
				return nil, err
			}
		}
	}
	return domains, nil
}

func deployment(input []byte) (any, error) {
	gateway, err := config.DecodeBytes(input)
	if err != nil {
		return nil, err
	}
	gateway.SetEnvoyGatewayDefaults()
	return ratelimit.NewResourceRender("envoy-gateway-system", gateway, nil).Deployment()
}

func main() {
	input, err := os.ReadFile(os.Args[2])
	var made any
	if err == nil {
		made, err = map[string]func([]byte) (any, error){"limits": limits, "deployment": deployment}[os.Args[1]](input)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(made)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`;

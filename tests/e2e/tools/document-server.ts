/**
 * FerretDB 1.24.0 over SQLite as one process that asks for a login, since its own `main` holds generated files that its module lacks. From the
 * environment: LISTEN (`host:port`, TLS alone), CERTIFICATE, KEY (PEM files), FOLDER (of its data), USERNAME, PASSWORD.
 */
export const DOCUMENT_SERVER_MAIN = `package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/internal/backends/sqlite"
	"github.com/FerretDB/FerretDB/internal/clientconn"
	"github.com/FerretDB/FerretDB/internal/clientconn/connmetrics"
	"github.com/FerretDB/FerretDB/internal/handler"
	"github.com/FerretDB/FerretDB/internal/util/password"
	"github.com/FerretDB/FerretDB/internal/util/state"
	"github.com/FerretDB/wire"
	"github.com/FerretDB/wire/wirebson"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	provider, err := state.NewProvider("")
	if err != nil {
		return err
	}
	if err = provider.Update(func(s *state.State) { s.DisableTelemetry(); s.TelemetryLocked = true }); err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	backend, err := sqlite.NewBackend(&sqlite.NewBackendParams{
		URI: "file:" + os.Getenv("FOLDER") + "/", L: logger, P: provider, BatchSize: 100,
	})
	if err != nil {
		return err
	}
	defer backend.Close()
	metrics := connmetrics.NewListenerMetrics()
	h, err := handler.New(&handler.NewOpts{
		Backend: backend, L: logger, ConnMetrics: metrics.ConnMetrics, StateProvider: provider,
		SetupDatabase: "admin", SetupUsername: os.Getenv("USERNAME"), SetupPassword: password.WrapPassword(os.Getenv("PASSWORD")),
		CappedCleanupPercentage: 10, BatchSize: 100, EnableNewAuth: true,
	})
	if err != nil {
		return err
	}
	takeNamespaces(h)
	listener, err := clientconn.Listen(&clientconn.NewListenerOpts{
		TLS: os.Getenv("LISTEN"), TLSCertFile: os.Getenv("CERTIFICATE"), TLSKeyFile: os.Getenv("KEY"),
		Mode: clientconn.NormalMode, Metrics: metrics, Handler: h, Logger: logger,
	})
	if err != nil {
		return err
	}
	listener.Run(ctx)
	return nil
}

// MongoDB takes an index's namespace, which mongorestore still gives, and makes nothing of it.
func takeNamespaces(h *handler.Handler) {
	command := h.Commands()["createIndexes"]
	own := command.Handler
	command.Handler = func(ctx context.Context, message *wire.OpMsg) (*wire.OpMsg, error) {
		document, err := message.RawSection0().DecodeDeep()
		if err != nil {
			return nil, err
		}
		if indexes, ok := document.Get("indexes").(*wirebson.Array); ok {
			for i := 0; i < indexes.Len(); i++ {
				if index, ok := indexes.Get(i).(*wirebson.Document); ok {
					index.Remove("ns")
				}
			}
		}
		stripped, err := wire.NewOpMsg(document)
		if err != nil {
			return nil, err
		}
		return own(ctx, stripped)
	}
}
`;

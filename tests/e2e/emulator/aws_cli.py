"""The AWS CLI's own code, loaded once: most of what a call of it costs is loading.

`aws_cli.py serve <socket>` answers there, until it is ended; `aws_cli.py <socket> <argument>…` is then the command `aws`. The
server's environment says where AWS is and who asks.
"""

import io
import json
import os
import socket
import sys


def serve(path):
    from contextlib import redirect_stderr, redirect_stdout

    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(8)
    print("ready", flush=True)
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rw") as stream:
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    code = driver.main(json.loads(stream.readline()))
                except SystemExit as end:
                    code = end.code
            json.dump([code, out.getvalue(), err.getvalue()], stream)


def ask(path, arguments):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        with connection.makefile("rw") as stream:
            stream.write(json.dumps(arguments) + "\n")
            stream.flush()
            code, out, err = json.loads(stream.read())
    sys.stdout.write(out)
    sys.stderr.write(err)
    sys.stdout.flush()
    os._exit(code or 0)


if sys.argv[1] == "serve":
    serve(sys.argv[2])
else:
    ask(sys.argv[1], sys.argv[2:])

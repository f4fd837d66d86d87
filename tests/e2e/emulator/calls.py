"""Makes calls on an AWS emulator: a list of them as JSON on stdin, their answers as JSON on stdout.

A call is {service, operation, parameters, id?, as?}: `id` is the path of an id in the answer, which later calls can
give as {"$ref": as}. An answer is {answer, id} or {code, message}. Usage: calls.py <endpoint> <region>
"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, region = sys.argv[1:3]
config = Config(retries={"max_attempts": 1}, parameter_validation=False)
clients, ids, answers = {}, {}, []


def client(service):
    if service not in clients:
        clients[service] = boto3.client(
            service,
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id="emulated",
            aws_secret_access_key="emulated",
            config=config,
        )
    return clients[service]


def resolve(value):
    if isinstance(value, dict):
        return ids[value["$ref"]] if "$ref" in value else {key: resolve(each) for key, each in value.items()}
    return [resolve(each) for each in value] if isinstance(value, list) else value


def at(answer, path):
    for key in path.split("."):
        answer = answer[int(key)] if isinstance(answer, list) else answer[key]
    return answer


for call in json.load(sys.stdin):
    try:
        answer = getattr(client(call["service"]), call["operation"])(**resolve(call["parameters"]))
        answer.pop("ResponseMetadata", None)
        id = at(answer, call["id"]) if "id" in call else None
        if "as" in call:
            ids[call["as"]] = id
        answers.append({"answer": answer, "id": id})
    except ClientError as error:
        answers.append({"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]})
    except Exception as error:  # The emulator's own failures too: the test names them.
        answers.append({"code": type(error).__name__, "message": str(error)})

json.dump(answers, sys.stdout, default=str)

"""Uses RabbitMQ in all the ways its rows tell of: amqp_talk.py PORT."""
import sys

import pika

parameters = pika.ConnectionParameters("127.0.0.1", int(sys.argv[1]), credentials=pika.PlainCredentials("guest", "guest"), heartbeat=600, socket_timeout=240, stack_timeout=240)


def declare(channel):
    channel.exchange_declare("orders", "topic", durable=False)
    channel.exchange_declare("copies", "fanout")
    channel.exchange_bind("copies", "orders", routing_key="new.#")
    for queue in ("new", "all"):
        channel.queue_declare(queue, arguments={"x-max-length": 1000, "x-deep": {"list": [1, "two", True, None]}})
    channel.queue_bind("new", "orders", "new.*")
    channel.queue_bind("all", "copies", "")


def publish(channel, count):
    properties = pika.BasicProperties(content_type="text/plain", delivery_mode=1, headers={"n": 7}, correlation_id="c-1", message_id="m-1")
    for i in range(count):
        channel.basic_publish("orders", f"new.{i}", f"message {i}".encode(), properties)
    channel.basic_publish("orders", "new.big", b"b" * 300_000, properties)


connection = pika.BlockingConnection(parameters)
channel = connection.channel()
declare(channel)
publish(channel, 20)

confirmed = connection.channel()
confirmed.confirm_delivery()
publish(confirmed, 20)
try:
    confirmed.basic_publish("orders", "nowhere", b"lost", mandatory=True)
    sys.exit("what nobody takes was not returned")
except pika.exceptions.UnroutableError:
    pass

channel.basic_qos(prefetch_count=10)
taken = 0
for method, _, body in channel.consume("new", inactivity_timeout=240):
    taken += 1
    if taken % 5:
        channel.basic_ack(method.delivery_tag)
    elif taken % 10:
        channel.basic_nack(method.delivery_tag, requeue=False)
    else:
        channel.basic_reject(method.delivery_tag, requeue=False)
    if taken == 42:
        break
channel.cancel()
while channel.basic_get("all", auto_ack=True)[0]:
    pass
channel.queue_unbind("new", "orders", "new.*")
channel.queue_purge("new")
channel.exchange_unbind("copies", "orders", routing_key="new.#")

transaction = connection.channel()
transaction.tx_select()
transaction.basic_publish("", "all", b"in a transaction")
transaction.tx_commit()
transaction.tx_rollback()
transaction.close()

failing = connection.channel()
try:
    failing.queue_declare("none", passive=True)
    sys.exit("a queue that is not there was found")
except pika.exceptions.ChannelClosedByBroker:
    pass

for queue in ("new", "all"):
    channel.queue_delete(queue)
channel.exchange_delete("orders")
connection.close()

try:
    pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", int(sys.argv[1]), credentials=pika.PlainCredentials("guest", "wrong-password"), socket_timeout=240, stack_timeout=240))
    sys.exit("a wrong password was taken")
except (pika.exceptions.ProbableAuthenticationError, pika.exceptions.AMQPConnectionError):
    pass
print("done")

"""Uses an MQTT broker in all the ways its rows tell of: mqtt_talk.py PORT."""
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.properties import Properties
from paho.mqtt.packettypes import PacketTypes

port = int(sys.argv[1])


class Client:
    def __init__(self, name, protocol, password="hunter2"):
        self.connected, self.subscribed, self.published, self.got = (threading.Semaphore(0) for _ in range(4))
        self.client = mqtt.Client(name, protocol=protocol)
        self.client.username_pw_set("app", password)
        self.client.will_set(f"gone/{name}", "farewell", qos=1)
        self.client.on_connect = lambda *_: self.connected.release()
        self.client.on_subscribe = lambda *_: self.subscribed.release()
        self.client.on_unsubscribe = lambda *_: self.subscribed.release()
        self.client.on_publish = lambda *_: self.published.release()
        self.client.on_message = lambda *_: self.got.release()
        # It comes back by itself a second after it was sent away, and asks whether the broker is there when nothing was said for a minute.
        self.client.reconnect_delay_set(3600, 3600)
        self.client.connect("127.0.0.1", port, keepalive=3600)
        self.client.loop_start()
        self.wait(self.connected)

    def wait(self, semaphore, count=1):
        for _ in range(count):
            if not semaphore.acquire(timeout=240):
                sys.exit("nothing came for four minutes")

    def end(self):
        self.client.disconnect()
        self.client.loop_stop()


for name, protocol in (("old", mqtt.MQTTv31), ("usual", mqtt.MQTTv311), ("new", mqtt.MQTTv5)):
    talk = Client(name, protocol)
    talk.client.subscribe([(f"{name}/#", 2), (f"other/{name}", 1)])
    talk.wait(talk.subscribed)
    properties = None
    if protocol == mqtt.MQTTv5:
        properties = Properties(PacketTypes.PUBLISH)
        properties.ContentType = "text/plain"
        properties.UserProperty = ("trace", "abc")
    for i in range(30):
        talk.client.publish(f"{name}/{i}", f"message {i}", qos=i % 3, retain=i == 7, properties=properties)
        talk.wait(talk.published)
        talk.wait(talk.got)
    talk.client.publish(f"{name}/big", b"b" * 1_000_000, qos=1, properties=properties)
    talk.wait(talk.published)
    talk.wait(talk.got)
    talk.client.unsubscribe(f"{name}/#")
    talk.wait(talk.subscribed)
    talk.end()

refused = Client("refused", mqtt.MQTTv5, "wrong-password")
refused.end()
print("done")

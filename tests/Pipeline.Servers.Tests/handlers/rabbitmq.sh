#!/bin/sh
# A RabbitMQ node of its own: rabbitmq.sh FOLDER PORT EPMD_PORT DISTRIBUTION_PORT. Listens on loopback only; all of it ends with whoever started it.
folder=$1
export HOME="$folder" RABBITMQ_NODENAME="pipeline$2@localhost" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$2" RABBITMQ_DIST_PORT="$4"
export RABBITMQ_MNESIA_BASE="$folder/mnesia" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins" RABBITMQ_CONFIG_FILE="$folder/rabbitmq" RABBITMQ_CONF_ENV_FILE=/dev/null
export ERL_EPMD_PORT="$3" ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}'
# Erlang starts processes of its own: all of them, which are in the group of whoever started this, end with that.
(setsid sh -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -KILL -- "-$1"' sh "$PPID" >/dev/null 2>&1 &)
epmd -port "$3" -address 127.0.0.1 &
exec /usr/lib/rabbitmq/bin/rabbitmq-server

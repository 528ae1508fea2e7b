namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>What brokers and controllers say to each other. For <see cref="MessageText"/>.</summary>
internal static class BrokerMessages
{
    public const string Text =
        """
        4 LeaderAndIsr 7 4
            > controller_id i32, is_k_raft_controller bool 7+, controller_epoch i32, broker_epoch i64 2+, type i8 5+,
              ungrouped_partition_states[topic_name topic, partition_index i32, controller_epoch i32, leader i32, leader_epoch i32, isr i32[],
              partition_epoch i32, replicas i32[], is_new bool 1] 0-1, topic_states[topic_name topic, topic_id topic_id 5+,
              partition_states[partition_index i32, controller_epoch i32, leader i32, leader_epoch i32, isr i32[], partition_epoch i32,
              replicas i32[], adding_replicas i32[] 3+, removing_replicas i32[] 3+, is_new bool, leader_recovery_state i8 6+]] 2+,
              live_leaders[broker_id i32, host_name string, port i32]
            < error_code error, partition_errors[topic_name topic, partition_index i32, error_code error] 0-4, topics[topic_id topic_id,
              partition_errors[partition_index i32, error_code error]] 5+
        5 StopReplica 4 2
            > controller_id i32, is_k_raft_controller bool 4+, controller_epoch i32, broker_epoch i64 1+, delete_partitions bool 0-2,
              ungrouped_partitions[topic_name topic, partition_index i32] 0, topics[name topic, partition_indexes i32[]] 1-2,
              topic_states[topic_name topic, partition_states[partition_index i32, leader_epoch i32, delete_partition bool]] 3+
            < error_code error, partition_errors[topic_name topic, partition_index i32, error_code error]
        6 UpdateMetadata 8 6
            > controller_id i32, is_k_raft_controller bool 8+, controller_epoch i32, broker_epoch i64 5+,
              ungrouped_partition_states[topic_name topic, partition_index i32, controller_epoch i32, leader i32, leader_epoch i32, isr i32[],
              zk_version i32, replicas i32[], offline_replicas i32[] 4] 0-4, topic_states[topic_name topic, topic_id topic_id 7+,
              partition_states[partition_index i32, controller_epoch i32, leader i32, leader_epoch i32, isr i32[], zk_version i32, replicas i32[],
              offline_replicas i32[]]] 5+, live_brokers[id i32, v0_host string 0, v0_port i32 0, endpoints[port i32, host string,
              listener string 3+, security_protocol i16] 1+, rack string 2+]
            < error_code error
        7 ControlledShutdown 3 3
            > broker_id i32, broker_epoch i64 2+
            < error_code error, remaining_partitions[topic_name topic, partition_index i32]
        56 AlterPartition 3 0
            > broker_id i32, broker_epoch i64, topics[topic_name topic 0-1, topic_id topic_id 2+, partitions[partition_index i32,
              leader_epoch i32, new_isr i32[] 0-2, new_isr_with_epochs[broker_id i32, broker_epoch i64] 3+, leader_recovery_state i8 1+,
              partition_epoch i32]]
            < throttle_time_ms i32, error_code error, topics[topic_name topic 0-1, topic_id topic_id 2+, partitions[partition_index i32,
              error_code error, leader_id i32, leader_epoch i32, isr i32[], leader_recovery_state i8 1+, partition_epoch i32]]
        58 Envelope 0 0
            > request_data bytes, request_principal bytes, client_host_address bytes
            < response_data bytes, error_code error
        62 BrokerRegistration 4 0
            > broker_id i32, cluster_id string, incarnation_id uuid, listeners[name string, host string, port u16, security_protocol i16],
              features[name string, min_supported_version i16, max_supported_version i16], rack string, is_migrating_zk_broker bool 1+,
              log_dirs uuid[] 2+, previous_broker_epoch i64 3+
            < throttle_time_ms i32, error_code error, broker_epoch i64
        63 BrokerHeartbeat 2 0
            > broker_id i32, broker_epoch i64, current_metadata_offset i64, want_fence bool, want_shut_down bool
            < throttle_time_ms i32, error_code error, is_caught_up bool, is_fenced bool, should_shut_down bool
        64 UnregisterBroker 0 0
            > broker_id i32
            < throttle_time_ms i32, error_code error, error_message string
        70 ControllerRegistration 0 0
            > controller_id i32, incarnation_id uuid, zk_migration_ready bool, listeners[name string, host string, port u16,
              security_protocol i16], features[name string, min_supported_version i16, max_supported_version i16]
            < throttle_time_ms i32, error_code error, error_message string
        73 AssignReplicasToDirs 0 0
            > broker_id i32, broker_epoch i64, directories[id uuid, topics[topic_id topic_id, partitions[partition_index i32]]]
            < throttle_time_ms i32, error_code error, directories[id uuid, topics[topic_id topic_id, partitions[partition_index i32,
              error_code error]]]
        """;
}

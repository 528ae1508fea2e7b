namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>Records, where they lie, and what brokers tell of topics. For <see cref="MessageText"/>.</summary>
internal static class RecordMessages
{
    public const string Text =
        """
        0 Produce 13 9
            > transactional_id string 3+, acks acks, timeout_ms i32, topic_data[name topic 0-12, topic_id topic_id 13+,
              partition_data[index partition, records records]]
            < responses[name topic 0-12, topic_id topic_id 13+, partition_responses[index partition, error_code error, base_offset i64,
              log_append_time_ms i64 2+, log_start_offset i64 5+, record_errors[batch_index i32, batch_index_error_message string] 8+,
              error_message string 8+]], throttle_time_ms i32 1+
        1 Fetch 18 12
            > replica_id i32 0-14, max_wait_ms i32, min_bytes i32, max_bytes i32 3+, isolation_level i8 4+, session_id i32 7+,
              session_epoch i32 7+, topics[topic topic 0-12, topic_id topic_id 13+, partitions[partition partition, current_leader_epoch i32 9+,
              fetch_offset i64, last_fetched_epoch i32 12+, log_start_offset i64 5+, partition_max_bytes i32]],
              forgotten_topics_data[topic string 7-12, topic_id uuid 13+, partitions i32[]] 7+, rack_id string 11+
            < throttle_time_ms i32 1+, error_code error 7+, session_id i32 7+, responses[topic topic 0-12, topic_id topic_id 13+,
              partitions[partition_index partition, error_code error, high_watermark i64, last_stable_offset i64 4+, log_start_offset i64 5+,
              aborted_transactions[producer_id i64, first_offset i64] 4+, preferred_read_replica i32 11+, records records]]
        2 ListOffsets 11 6
            > replica_id i32, isolation_level i8 2+, topics[name topic, partitions[partition_index partition, current_leader_epoch i32 4+,
              timestamp i64, max_num_offsets i32 0]], timeout_ms i32 10+
            < throttle_time_ms i32 2+, topics[name topic, partitions[partition_index partition, error_code error, old_style_offsets i64[] 0,
              timestamp i64 1+, offset i64 1+, leader_epoch i32 4+]]
        3 Metadata 13 9
            > topics[topic_id topic_id 10+, name topic], allow_auto_topic_creation bool 4+, include_cluster_authorized_operations bool 8-10,
              include_topic_authorized_operations bool 8+
            < throttle_time_ms i32 3+, brokers[node_id i32, host string, port i32, rack string 1+], cluster_id string 2+, controller_id i32 1+,
              topics[error_code error, name topic, topic_id topic_id 10+, is_internal bool 1+, partitions[error_code error, partition_index i32,
              leader_id i32, leader_epoch i32 7+, replica_nodes i32[], isr_nodes i32[], offline_replicas i32[] 5+],
              topic_authorized_operations i32 8+], cluster_authorized_operations i32 8-10, error_code error 13+
        21 DeleteRecords 2 2
            > topics[name topic, partitions[partition_index partition, offset i64]], timeout_ms i32
            < throttle_time_ms i32, topics[name topic, partitions[partition_index partition, low_watermark i64, error_code error]]
        23 OffsetForLeaderEpoch 4 4
            > replica_id i32 3+, topics[topic topic, partitions[partition partition, current_leader_epoch i32 2+, leader_epoch i32]]
            < throttle_time_ms i32 2+, topics[topic topic, partitions[error_code error, partition partition, leader_epoch i32 1+, end_offset i64]]
        75 DescribeTopicPartitions 0 0
            > topics[name topic], response_partition_limit i32, cursor?{topic_name topic, partition_index i32}
            < throttle_time_ms i32, topics[error_code error, name topic, topic_id topic_id, is_internal bool, partitions[error_code error,
              partition_index i32, leader_id i32, leader_epoch i32, replica_nodes i32[], isr_nodes i32[], eligible_leader_replicas i32[],
              last_known_elr i32[], offline_replicas i32[]], topic_authorized_operations i32], next_cursor?{topic_name topic, partition_index i32}
        """;
}

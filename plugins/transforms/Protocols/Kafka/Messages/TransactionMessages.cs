namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>Producers with an id, and transactions. For <see cref="MessageText"/>.</summary>
internal static class TransactionMessages
{
    public const string Text =
        """
        22 InitProducerId 6 2
            > transactional_id string, transaction_timeout_ms i32, producer_id i64 3+, producer_epoch i16 3+, enable_2pc bool 6+,
              keep_prepared_txn bool 6+
            < throttle_time_ms i32, error_code error, producer_id i64, producer_epoch i16, ongoing_txn_producer_id i64 6+,
              ongoing_txn_producer_epoch i16 6+
        24 AddPartitionsToTxn 5 3
            > transactions[transactional_id string, producer_id i64, producer_epoch i16, verify_only bool, topics[name topic,
              partitions partition[]]] 4+, v3_and_below_transactional_id string 0-3, v3_and_below_producer_id i64 0-3,
              v3_and_below_producer_epoch i16 0-3, v3_and_below_topics[name topic, partitions partition[]] 0-3
            < throttle_time_ms i32, error_code error 4+, results_by_transaction[transactional_id string, topic_results[name topic,
              results_by_partition[partition_index partition, partition_error_code error]]] 4+, results_by_topic_v3_and_below[name topic,
              results_by_partition[partition_index partition, partition_error_code error]] 0-3
        25 AddOffsetsToTxn 4 3
            > transactional_id string, producer_id i64, producer_epoch i16, group_id group
            < throttle_time_ms i32, error_code error
        26 EndTxn 5 3
            > transactional_id string, producer_id i64, producer_epoch i16, committed bool
            < throttle_time_ms i32, error_code error, producer_id i64 5+, producer_epoch i16 5+
        27 WriteTxnMarkers 2 1
            > markers[producer_id i64, producer_epoch i16, transaction_result bool, topics[name topic, partition_indexes i32[]],
              coordinator_epoch i32, transaction_version i8 2+]
            < markers[producer_id i64, topics[name topic, partitions[partition_index i32, error_code error]]]
        28 TxnOffsetCommit 4 3
            > transactional_id string, group_id group, producer_id i64, producer_epoch i16, generation_id i32 3+, member_id string 3+,
              group_instance_id string 3+, topics[name topic, partitions[partition_index partition, committed_offset i64,
              committed_leader_epoch i32 2+, committed_metadata string]]
            < throttle_time_ms i32, topics[name topic, partitions[partition_index partition, error_code error]]
        61 DescribeProducers 0 0
            > topics[name topic, partition_indexes i32[]]
            < throttle_time_ms i32, topics[name topic, partitions[partition_index i32, error_code error, error_message string,
              active_producers[producer_id i64, producer_epoch i32, last_sequence i32, last_timestamp i64, coordinator_epoch i32,
              current_txn_start_offset i64]]]
        65 DescribeTransactions 0 0
            > transactional_ids string[]
            < throttle_time_ms i32, transaction_states[error_code error, transactional_id string, transaction_state string,
              transaction_timeout_ms i32, transaction_start_time_ms i64, producer_id i64, producer_epoch i16, topics[topic topic,
              partitions i32[]]]
        66 ListTransactions 2 0
            > state_filters string[], producer_id_filters i64[], duration_filter i64 1+, transactional_id_pattern string 2+
            < throttle_time_ms i32, error_code error, unknown_state_filters string[], transaction_states[transactional_id string, producer_id i64,
              transaction_state string]
        67 AllocateProducerIds 0 0
            > broker_id i32, broker_epoch i64
            < throttle_time_ms i32, error_code error, producer_id_start i64, producer_id_len i32
        """;
}

namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>Topics, settings and replicas as administrators change them. For <see cref="MessageText"/>.</summary>
internal static class TopicMessages
{
    public const string Text =
        """
        19 CreateTopics 7 5
            > topics[name topic, num_partitions i32, replication_factor i16, assignments[partition_index i32, broker_ids i32[]],
              configs[name string, value string]], timeout_ms i32, validate_only bool 1+
            < throttle_time_ms i32 2+, topics[name topic, topic_id topic_id 7+, error_code error, error_message string 1+, num_partitions i32 5+,
              replication_factor i16 5+, configs[name string, value string, read_only bool, config_source i8, is_sensitive bool] 5+]
        20 DeleteTopics 6 4
            > topics[name topic, topic_id topic_id] 6+, topic_names topic[] 0-5, timeout_ms i32
            < throttle_time_ms i32 1+, responses[name topic, topic_id topic_id 6+, error_code error, error_message string 5+]
        32 DescribeConfigs 4 4
            > resources[resource_type i8, resource_name string, configuration_keys string[]], include_synonyms bool 1+,
              include_documentation bool 3+
            < throttle_time_ms i32, results[error_code error, error_message string, resource_type i8, resource_name string, configs[name string,
              value string, read_only bool, is_default bool 0, config_source i8 1+, is_sensitive bool, synonyms[name string, value string,
              source i8] 1+, config_type i8 3+, documentation string 3+]]
        33 AlterConfigs 2 2
            > resources[resource_type i8, resource_name string, configs[name string, value secret]], validate_only bool
            < throttle_time_ms i32, responses[error_code error, error_message string, resource_type i8, resource_name string]
        34 AlterReplicaLogDirs 2 2
            > dirs[path string, topics[name topic, partitions i32[]]]
            < throttle_time_ms i32, results[topic_name topic, partitions[partition_index i32, error_code error]]
        35 DescribeLogDirs 5 2
            > topics[topic topic, partitions i32[]]
            < throttle_time_ms i32, error_code error 3+, results[error_code error, log_dir string, topics[name topic,
              partitions[partition_index i32, partition_size i64, offset_lag i64, is_future_key bool]], total_bytes i64 4+, usable_bytes i64 4+,
              is_cordoned bool 5+]
        37 CreatePartitions 3 2
            > topics[name topic, count i32, assignments[broker_ids i32[]]], timeout_ms i32, validate_only bool
            < throttle_time_ms i32, results[name topic, error_code error, error_message string]
        43 ElectLeaders 2 2
            > election_type i8 1+, topic_partitions[topic topic, partitions i32[]], timeout_ms i32
            < throttle_time_ms i32, error_code error 1+, replica_election_results[topic topic, partition_result[partition_id i32,
              error_code error, error_message string]]
        44 IncrementalAlterConfigs 1 1
            > resources[resource_type i8, resource_name string, configs[name string, config_operation i8, value secret]], validate_only bool
            < throttle_time_ms i32, responses[error_code error, error_message string, resource_type i8, resource_name string]
        45 AlterPartitionReassignments 1 0
            > timeout_ms i32, allow_replication_factor_change bool 1+, topics[name topic, partitions[partition_index i32, replicas i32[]]]
            < throttle_time_ms i32, allow_replication_factor_change bool 1+, error_code error, error_message string, responses[name topic,
              partitions[partition_index i32, error_code error, error_message string]]
        46 ListPartitionReassignments 0 0
            > timeout_ms i32, topics[name topic, partition_indexes i32[]]
            < throttle_time_ms i32, error_code error, error_message string, topics[name topic, partitions[partition_index i32, replicas i32[],
              adding_replicas i32[], removing_replicas i32[]]]
        74 ListConfigResources 1 0
            > resource_types i8[] 1+
            < throttle_time_ms i32, error_code error, config_resources[resource_name string, resource_type i8 1+]
        """;
}

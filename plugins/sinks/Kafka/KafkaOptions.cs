using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Sinks.Kafka;

/// <summary>What a <c>type = "kafka"</c> sink can be told.</summary>
internal sealed record KafkaOptions
{
    /// <summary>In place of brokers: some in this process.</summary>
    public const string Embedded = "embedded";

    [Option("Brokers to begin with, as \"host:port,host:port\"; \"embedded\" starts some in this process, for trying, which keep little.")]
    public required string Brokers { get; init; }

    [Option("The topic of a row: \"{table}\", or text with columns in braces that begins with a letter or digit of its own, such as \"logs.{service}\".")]
    public string Topic { get; init; } = "{table}";

    [Option("The key of a row's message, text with columns in braces; a row for which it is empty has none.")]
    public string Key { get; init; } = "";

    [Option("Headers of each message besides the sink's own, such as { host = \"{host}\" }: text with columns in braces, of a message of many rows the first's.")]
    public OptionTable Headers { get; init; } = OptionTable.Empty;

    [Option("What a message holds: a row as JSON, lines of JSON, a row in protocol buffers, or many rows in protocol buffers.")]
    public MessageEncoding Encoding { get; init; } = MessageEncoding.Json;

    [Option("The sink's own headers: row id, table, schema and content type, only the row id, or none, which lets twice as many small messages through.")]
    public MetadataHeaders Metadata { get; init; } = MetadataHeaders.All;

    [Option("File to write at the start with the .proto of what is sent. Empty: none.")]
    public string ProtoFile { get; init; } = "";

    [Option("How messages are compressed, as far as the loaded librdkafka can.")]
    public Compression Compression { get; init; } = Compression.None;

    [Option("Which rows share a partition: those of the same key as Java's clients do it, those of a table, or none.")]
    public PartitionBy PartitionBy { get; init; } = PartitionBy.Key;

    [Option("How long a row may take from librdkafka's queue until the brokers have it; then it counts as not delivered.", Min = "1s", Max = "15m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    [Option("What becomes of rows whose topic is not there: retry until it is, or refuse them.")]
    public UnknownTopic UnknownTopic { get; init; } = UnknownTopic.Retry;

    [Option("Bytes of keys and values that librdkafka may hold; beside the pipeline's memory for rows and objects.", Min = "1MiB", Max = "1GiB")]
    public ByteSize Queue { get; init; } = new(16 << 20);

    [Option("Encrypt the connection. Set by any of the tls_ options.")]
    public bool Tls { get; init; }

    [Option("File with the certificates of authorities to believe, in PEM. Empty: the system's.")]
    public string TlsCa { get; init; } = "";

    [Option("File with this client's certificate, in PEM, with tls_key.")]
    public string TlsCertificate { get; init; } = "";

    [Option("File with this client's private key, in PEM.")]
    public string TlsKey { get; init; } = "";

    [Option("Password of the private key, or { file = \"...\" }.")]
    public string TlsKeyPassword { get; init; } = "";

    [Option("Whether brokers must show a certificate of their name that the authorities signed.")]
    public bool TlsVerify { get; init; } = true;

    [Option("How to log in.")]
    public SaslMechanism SaslMechanism { get; init; } = SaslMechanism.None;

    [Option("Name to log in with.")]
    public string SaslUsername { get; init; } = "";

    [Option("Password to log in with, or { file = \"...\" }.")]
    public string SaslPassword { get; init; } = "";

    [Option("Any of librdkafka's own properties, such as \"linger.ms\" = 20; checked against the loaded library.")]
    public OptionTable Librdkafka { get; init; } = OptionTable.Empty;
}

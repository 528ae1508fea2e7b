using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Kafka.Messages;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>A request with its response: a row. Used again for the next.</summary>
/// <param name="maxBody">Bytes of text kept of each body.</param>
internal sealed class KafkaExchange(int maxBody) : IRow
{
    private const int BaseBytes = 700;

    private Endpoints _endpoints;

    public ByteList Client { get; } = new();

    public JsonText RequestBody { get; } = new(maxBody);

    public JsonText ResponseBody { get; } = new(maxBody);

    public Facts Asked { get; } = new();

    public Facts Answered { get; } = new();

    public short Key { get; private set; }

    public short Version { get; private set; }

    public int CorrelationId { get; private set; }

    /// <summary>What its bodies are made of; null: not known.</summary>
    public Api? Body { get; private set; }

    /// <summary>Which of the connection's requests it is.</summary>
    public long Number { get; set; }

    public bool IsPartial { get; set; }

    public long RequestSize { get; private set; }

    public long ResponseSize { get; set; }

    public long Time { get; private set; }

    /// <summary>When the last byte of the response was moved.</summary>
    public long EndTime { get; set; }

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => BaseBytes + Client.Capacity + RequestBody.Bytes.Length + ResponseBody.Bytes.Length + Asked.Memory + Answered.Memory;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, long time, in RequestHeader header, ReadOnlySpan<byte> client)
    {
        (_endpoints, Time, EndTime) = (endpoints, time, time);
        (Key, Version, CorrelationId, Body) = (header.Key, header.Version, header.CorrelationId, header.Body);
        RequestSize = header.Length + RequestHeader.LengthBytes;
        Client.Add(client);
    }

    public void Clear()
    {
        Client.Clear();
        RequestBody.Clear();
        ResponseBody.Clear();
        Asked.Clear();
        Answered.Clear();
        (IsPartial, ResponseSize, Charged) = (false, 0, 0);
    }

    public void Write(BatchBuilder rows)
    {
        rows.Set(KafkaTable.Command, Key);
        rows.Set(KafkaTable.Client, Client.Bytes);
        rows.Set(KafkaTable.RequestBody, RequestBody.Bytes);
        rows.Set(KafkaTable.Response, ResponseBody.Bytes);
        rows.Set(KafkaTable.Version, Version);
        rows.Set(KafkaTable.CorrelationId, CorrelationId);
        rows.Set(KafkaTable.Operation, Key);
        rows.Set(KafkaTable.OperationType, OperationType);
        var named = IsFetch && (Answered.HasRecords || Asked.Topics == 0) ? Answered : Asked;
        rows.Set(KafkaTable.Topic, named.Topic.Bytes);
        rows.Set(KafkaTable.Partition, named.Partition);
        rows.Set(KafkaTable.Topics, Math.Max(Asked.Topics, Answered.Topics));
        rows.Set(KafkaTable.Records, Asked.Records + Answered.Records);
        rows.Set(KafkaTable.Group, Asked.Group.Bytes);
        Span<byte> room = stackalloc byte[8];
        rows.Set(KafkaTable.Error, Errors.Name(Answered.Error, room));
        rows.Set(KafkaTable.IsPartial, IsPartial ? (byte)1 : (byte)0);
        rows.Set(KafkaTable.RequestSize, (ulong)RequestSize);
        rows.Set(KafkaTable.ResponseSize, (ulong)ResponseSize);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(KafkaTable.Latency, Math.Max(0, EndTime - Time));
    }

    private bool IsFetch => Key is Api.Fetch or Api.ShareFetch;

    private ReadOnlySpan<byte> OperationType => Key switch
    {
        Api.Produce => "send"u8,
        Api.Fetch or Api.ShareFetch => "receive"u8,
        Api.OffsetCommit or Api.TxnOffsetCommit or Api.ShareAcknowledge => "settle"u8,
        _ => default,
    };
}

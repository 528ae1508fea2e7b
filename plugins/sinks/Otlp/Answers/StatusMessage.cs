using System.Text;
using Pipeline.Protobuf;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>A google.rpc.Status, which comes as the body of an HTTP error and as the details of a gRPC one.</summary>
/// <param name="Words">What went wrong, for people; as it came.</param>
/// <param name="RetryDelay">The delay of its RetryInfo; null: it has none.</param>
internal readonly record struct StatusMessage(string Words, TimeSpan? RetryDelay)
{
    private const int MessageField = 2;
    private const int DetailsField = 3;

    /// <summary>A status without anything.</summary>
    public static StatusMessage None => new("", null);

    /// <summary>What is no status says nothing.</summary>
    public static StatusMessage Read(ReadOnlySpan<byte> message)
    {
        try
        {
            var status = None;
            var fields = new ProtobufReader(message);
            while (fields.MoveNext())
                status = fields.Field switch
                {
                    MessageField => status with { Words = Encoding.UTF8.GetString(fields.Bytes) },
                    DetailsField => status with { RetryDelay = status.RetryDelay ?? DelayOf(fields.Bytes) },
                    _ => status,
                };
            return status;
        }
        catch (InvalidDataException)
        {
            // It only adds to what the code has said already.
            return None;
        }
    }

    private static TimeSpan? DelayOf(ReadOnlySpan<byte> any)
    {
        if (!Part(any, 1).EndsWith("/google.rpc.RetryInfo"u8))
            return null;
        var (seconds, nanoseconds) = (0L, 0L);
        var duration = new ProtobufReader(Part(Part(any, 2), 1));
        while (duration.MoveNext())
            if (duration.Field == 1)
                seconds = (long)duration.Number;
            else if (duration.Field == 2)
                nanoseconds = (long)duration.Number;
        return RetryInfo.Of(seconds, nanoseconds);
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> message, int field)
    {
        ReadOnlySpan<byte> part = default;
        var fields = new ProtobufReader(message);
        while (fields.MoveNext())
            if (fields.Field == field)
                part = fields.Bytes;
        return part;
    }
}

using System.Runtime.InteropServices;
using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Native;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Puts a message's parts in the places where librdkafka takes them, made once. One thread at a time.</summary>
internal sealed unsafe class MessageSender : IDisposable
{
    private const int Copy = 2;
    private const int WithoutHeaders = 5;

    private readonly ByteBuffer _header = new(256);
    private readonly ProduceArgument* _arguments = (ProduceArgument*)NativeMemory.AllocZeroed(WithoutHeaders + 1, (nuint)sizeof(ProduceArgument));

    public MessageSender()
    {
        ReadOnlySpan<ProduceArgumentKind> kinds =
        [
            ProduceArgumentKind.Topic, ProduceArgumentKind.Opaque, ProduceArgumentKind.Value, ProduceArgumentKind.Key, ProduceArgumentKind.Flags, ProduceArgumentKind.Headers,
        ];
        for (var i = 0; i < kinds.Length; i++)
            _arguments[i].Kind = kinds[i];
        _arguments[4].Flags = Copy;
    }

    /// <summary>Hands a message over, which librdkafka copies.</summary>
    /// <param name="producer">Who sends it.</param>
    /// <param name="topic">A topic of the producer's.</param>
    /// <param name="id">What its report comes with.</param>
    /// <param name="key">Its key; empty: none.</param>
    /// <param name="value">Its value, which may be empty.</param>
    /// <param name="headers">Taken over; 0: none.</param>
    public ErrorCode Send(Producer producer, nint topic, ulong id, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, nint headers)
    {
        // A value without bytes is a value; without a place it would be none, which deletes a key in a compacted topic.
        byte none = 0;
        fixed (byte* keyBytes = key, valueBytes = value)
        {
            _arguments[0].Pointer = topic;
            _arguments[1].Opaque = id;
            (_arguments[2].Pointer, _arguments[2].Size) = ((nint)(value.IsEmpty ? &none : valueBytes), (nuint)value.Length);
            (_arguments[3].Pointer, _arguments[3].Size) = ((nint)keyBytes, (nuint)key.Length);
            _arguments[5].Pointer = headers;
            var error = producer.Send(_arguments, headers == 0 ? WithoutHeaders : WithoutHeaders + 1);
            if (error != ErrorCode.None && headers != 0)
                Librdkafka.rd_kafka_headers_destroy(headers);
            return error;
        }
    }

    /// <summary>A message's headers but for its row ids; 0 where it has none.</summary>
    /// <param name="table">Its table, open at the batch of the row.</param>
    /// <param name="row">The row whose values stand in headers.</param>
    /// <param name="more">How many are added afterwards.</param>
    public nint Headers(BoundTable table, int row, int more)
    {
        if (table.Headers.Length + more == 0)
            return 0;
        var headers = Librdkafka.rd_kafka_headers_new((nuint)(table.Headers.Length + more));
        foreach (var (name, value) in table.Headers)
        {
            _header.Clear();
            value.Write(_header, row);
            Add(headers, name, _header.Written);
        }

        return headers;
    }

    /// <summary>Adds a header.</summary>
    public static void Add(nint headers, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* nameBytes = name, valueBytes = value)
            Librdkafka.rd_kafka_header_add(headers, nameBytes, name.Length, valueBytes, value.Length);
    }

    public void Dispose() => NativeMemory.Free(_arguments);
}

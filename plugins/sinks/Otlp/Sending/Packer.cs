using System.IO.Compression;
using Pipeline.Otlp;
using Pipeline.Sinks.Otlp.Settings;
using Pipeline.Text;

namespace Pipeline.Sinks.Otlp.Sending;

/// <summary>Puts a request into the form in which a signal's requests are sent. Buffers are kept; one thread at a time.</summary>
internal sealed class Packer(SignalTarget target) : IDisposable
{
    private const int Capacity = 64 << 10;

    private PooledBuffer? _json;
    private PooledBuffer? _packed;

    /// <summary>The bytes to send, valid until the next call or until the request changes.</summary>
    public ReadOnlyMemory<byte> Pack(OtlpRequest request)
    {
        var message = target.Protocol == Protocol.HttpJson ? Json(request) : request.Written;
        return target.Compression == Compression.Gzip ? Gzip(message) : message;
    }

    public void Dispose()
    {
        _json?.Dispose();
        _packed?.Dispose();
    }

    private ReadOnlyMemory<byte> Json(OtlpRequest request)
    {
        _json ??= new PooledBuffer(Capacity);
        _json.Clear();
        request.WriteJson(_json);
        return _json.Memory;
    }

    private ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> message)
    {
        _packed ??= new PooledBuffer(Capacity);
        _packed.Clear();
        using (var gzip = new GZipStream(new BufferStream(_packed), CompressionLevel.Fastest))
            gzip.Write(message.Span);
        return _packed.Memory;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>Ids made of a row's identity: the same each time it is told of, never zero, and no two alike within a run of a source.</summary>
internal sealed class DerivedIds
{
    // Its multiples visit every number once before they repeat.
    private const ulong Step = 0x9e3779b97f4a7c15;

    private readonly ulong[] _seeds = new ulong[3];
    private BatchOrigin? _origin;

    /// <summary>Turns to the rows of a batch.</summary>
    public void Open(BatchOrigin origin)
    {
        if (ReferenceEquals(_origin, origin))
            return;
        _origin = origin;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin.Host}/{origin.Source}/{origin.Epoch}")));
        for (var i = 0; i < _seeds.Length; i++)
            _seeds[i] = BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(i * sizeof(ulong)));
    }

    /// <summary>Fills a trace's id.</summary>
    public void Trace(ulong sequence, Span<byte> id)
    {
        BinaryPrimitives.WriteUInt64BigEndian(id, Mix(_seeds[0] + sequence * Step));
        BinaryPrimitives.WriteUInt64BigEndian(id[sizeof(ulong)..], Mix(_seeds[1] + sequence * Step) | 1);
    }

    /// <summary>Fills a span's id.</summary>
    public void Span(ulong sequence, Span<byte> id)
    {
        var value = Mix(_seeds[2] + sequence * Step);
        BinaryPrimitives.WriteUInt64BigEndian(id, value == 0 ? Step : value);
    }

    // A bijection: shifts and odd factors can be undone.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}

using System.Runtime.InteropServices;
using Pipeline.Text;

namespace Pipeline.Otlp.Gathering;

/// <summary>What was written of rows, in their order, and lists that tell which of it belongs together. Arrays are kept. One thread at a time.</summary>
internal sealed class Pieces : IDisposable
{
    private const int Capacity = 64 << 10;

    private readonly List<Piece> _pieces = [];
    private readonly List<Ends> _lists = [];

    /// <summary>Where rows are written; what is in no list counts for nothing.</summary>
    public PooledBuffer Written { get; } = new(Capacity);

    /// <summary>Begins so many lists and returns the number of the first.</summary>
    public int Begin(int lists)
    {
        var first = _lists.Count;
        for (var i = 0; i < lists; i++)
            _lists.Add(new Ends(-1, -1));
        return first;
    }

    /// <summary>Whether nothing is in a list.</summary>
    public bool IsEmpty(int list) => _lists[list].First < 0;

    /// <summary>Puts some of what was written at the end of a list.</summary>
    public void Add(int list, int start, int length)
    {
        ref var ends = ref CollectionsMarshal.AsSpan(_lists)[list];
        if (ends.Last >= 0)
        {
            ref var last = ref CollectionsMarshal.AsSpan(_pieces)[ends.Last];
            if (last.Start + last.Length == start)
            {
                last = last with { Length = last.Length + length };
                return;
            }

            last = last with { Next = _pieces.Count };
        }

        ends = new Ends(ends.First < 0 ? _pieces.Count : ends.First, _pieces.Count);
        _pieces.Add(new Piece(start, length, -1));
    }

    /// <summary>Appends all that is in a list.</summary>
    public void CopyTo(ByteBuffer output, int list)
    {
        for (var number = _lists[list].First; number >= 0; number = _pieces[number].Next)
            output.Append(Written.At(_pieces[number].Start, _pieces[number].Length));
    }

    public void Clear()
    {
        Written.Clear();
        _pieces.Clear();
        _lists.Clear();
    }

    public void Dispose() => Written.Dispose();

    private readonly record struct Piece(int Start, int Length, int Next);

    private readonly record struct Ends(int First, int Last);
}

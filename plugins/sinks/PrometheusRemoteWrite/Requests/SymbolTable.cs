using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>The texts of a request, each once, written as a repeated field as they come. The first is the empty one. One thread at a time.</summary>
internal sealed class SymbolTable
{
    private const int FirstSlots = 1 << 10;

    // A request with ten thousand labels of their own must not have the next hundred clear its slots.
    private const int MostSlotsKept = 1 << 16;

    private readonly ByteBuffer _written = new(16 << 10);
    private readonly List<(int Start, int Length, int Hash)> _symbols = [];
    private readonly int _field;
    private long _request;

    // One more than an index in the list of symbols; 0: nothing there.
    private int[] _slots = new int[FirstSlots];

    /// <param name="field">The field that is repeated.</param>
    public SymbolTable(int field)
    {
        _field = field;
        Clear();
    }

    /// <summary>Bytes of all symbols as they are written.</summary>
    public int Length => _written.Length;

    /// <summary>Forgets all but the empty text.</summary>
    public void Clear()
    {
        _request++;
        _written.Clear();
        _symbols.Clear();
        if (_slots.Length > MostSlotsKept)
            _slots = new int[FirstSlots];
        else
            Array.Clear(_slots);
        IndexOf([]);
    }

    /// <summary>The index of a text, which is added if it is not there.</summary>
    public int IndexOf(SymbolText text)
    {
        if (text.Request != _request)
            (text.Request, text.Index) = (_request, IndexOf(text.Utf8));
        return text.Index;
    }

    /// <summary>The index of a text, which is added if it is not there.</summary>
    public int IndexOf(ReadOnlySpan<byte> text)
    {
        var hash = BytesComparer.Instance.GetHashCode(text);
        ref var slot = ref Find(text, hash);
        if (slot > 0)
            return slot - 1;
        ProtobufWriter.Text(_written, _field, text);
        _symbols.Add((_written.Length - text.Length, text.Length, hash));
        slot = _symbols.Count;
        if (_symbols.Count > _slots.Length / 2)
            Grow();
        return _symbols.Count - 1;
    }

    /// <summary>The symbols and behind them what refers to them. Nothing can be added before the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> With(ReadOnlySpan<byte> rest)
    {
        _written.Append(rest);
        return _written.Written;
    }

    private ref int Find(ReadOnlySpan<byte> text, int hash)
    {
        for (var at = hash & (_slots.Length - 1); ; at = (at + 1) & (_slots.Length - 1))
        {
            ref var slot = ref _slots[at];
            if (slot == 0)
                return ref slot;
            var (start, length, other) = _symbols[slot - 1];
            if (other == hash && _written.Written.Slice(start, length).SequenceEqual(text))
                return ref slot;
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var i = 0; i < _symbols.Count; i++)
        {
            var at = _symbols[i].Hash & (_slots.Length - 1);
            while (_slots[at] != 0)
                at = (at + 1) & (_slots.Length - 1);
            _slots[at] = i + 1;
        }
    }
}

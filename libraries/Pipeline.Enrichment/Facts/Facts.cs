using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pipeline.Enrichment;

/// <summary>
/// What is known, numbered: a fact is the cells of one group of columns, such as a pod's names, and rows take them by its number. Number 0 is "nothing known": its
/// cells are empty. Texts that facts share are kept once. Bounded in number and bytes; what finds no room is counted. One thread at a time.
/// </summary>
public sealed class Facts
{
    /// <summary>The longest text a fact keeps, in bytes; longer ones are cut behind a whole character, and counted.</summary>
    public const int LongestText = 8 << 10;

    private const int FactsAPage = 512;
    private const int None = 0;

    private readonly ImmutableArray<ColumnType> _types;
    private readonly int[] _offsets;
    private readonly int _stride;
    private readonly int _most;
    private readonly TextStore _texts;
    private readonly List<byte[]> _pages = [];

    // Of each number: in which pass over a batch it was met last, and in which row. A number that is free is met in pass -1, and its row is the next free number.
    private long[] _passes = [-1];
    private int[] _rows = [0];
    private long _pass;
    private int _numbers = 1;
    private int _free = None;

    /// <param name="cells">The types of a fact's cells: fixed ones, and texts and bytes of any length.</param>
    /// <param name="most">Facts there is room for.</param>
    /// <param name="textBytes">Bytes that their texts may take.</param>
    public Facts(ImmutableArray<ColumnType> cells, int most, long textBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        foreach (var type in cells)
            if (type.IsVariable && type.Kind is not (ColumnKind.Utf8 or ColumnKind.Bytes))
                throw new ArgumentException($"a fact has no cells of {type}", nameof(cells));
        _types = cells;
        _offsets = new int[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            _offsets[i] = _stride;
            _stride += cells[i].IsVariable ? sizeof(int) : cells[i].Width;
        }

        _most = most;
        _texts = new TextStore(textBytes);
        Draft = new FactDraft(cells);
    }

    /// <summary>The types of a fact's cells.</summary>
    public ImmutableArray<ColumnType> Cells => _types;

    /// <summary>What <see cref="Add"/> and <see cref="Replace"/> take, and leave empty.</summary>
    public FactDraft Draft { get; }

    /// <summary>Facts there are.</summary>
    public int Count { get; private set; }

    /// <summary>Facts that found no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Texts that were cut.</summary>
    public long Cut { get; private set; }

    /// <summary>Bytes taken.</summary>
    public long Bytes => _texts.Bytes + (long)_pages.Count * FactsAPage * _stride + _passes.Length * (long)(sizeof(long) + sizeof(int));

    /// <summary>Keeps the draft as a fact; its number is that of none other until it is removed. 0: there is no room, which is counted.</summary>
    public int Add()
    {
        if (_free == None && _numbers > _most)
        {
            Draft.Clear();
            Refused++;
            return 0;
        }

        var number = _free == None ? _numbers : _free;
        Reserve(number);
        if (!TryWrite(number))
            return 0;
        if (number == _free)
            _free = _rows[number];
        else
            _numbers++;
        _passes[number] = 0;
        Count++;
        return number;
    }

    /// <summary>Puts the draft in the place of a fact, whose number stays. False: there is no room for it, which is counted, and the fact is as it was.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fact.</exception>
    public bool Replace(int number)
    {
        Check(number);
        Span<byte> before = stackalloc byte[_stride];
        Record(number).CopyTo(before);
        if (!TryWrite(number))
        {
            before.CopyTo(Record(number));
            return false;
        }

        Release(before);
        return true;
    }

    /// <summary>Forgets a fact. Rows that still name its number are told nothing, until another fact has it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fact.</exception>
    public void Remove(int number)
    {
        Check(number);
        Release(Record(number));
        (_passes[number], _rows[number], _free) = (-1, _free, number);
        Count--;
    }

    /// <summary>The bytes of a fact's cell, until the facts change: of a number of which nothing is known, those of an empty cell.</summary>
    public ReadOnlySpan<byte> Cell(int number, int cell)
    {
        if (!IsKnown(number))
            return _types[cell].IsVariable ? [] : FactDraft.Zeros.AsSpan(0, _types[cell].Width);
        var at = Record(number)[_offsets[cell]..];
        if (!_types[cell].IsVariable)
            return at[.._types[cell].Width];
        var text = BinaryPrimitives.ReadInt32LittleEndian(at);
        return text < 0 ? [] : _texts.Read(text);
    }

    internal bool IsKnown(int number) => (uint)number < (uint)_numbers && _passes[number] >= 0;

    /// <summary>Begins to meet facts anew.</summary>
    internal void Pass() => _pass++;

    /// <summary>Whether a fact that is known is met for the first time in this pass.</summary>
    internal bool Meet(int number)
    {
        if (_passes[number] == _pass)
            return false;
        _passes[number] = _pass;
        return true;
    }

    /// <summary>A row whose cells are those of a fact, kept for the caller.</summary>
    internal ref int Row(int number) => ref _rows[number];

    private Span<byte> Record(int number) => _pages[number / FactsAPage].AsSpan(number % FactsAPage * _stride, _stride);

    private void Check(int number)
    {
        if (!IsKnown(number))
            throw new ArgumentOutOfRangeException(nameof(number), number, "there is no such fact");
    }

    /// <summary>Writes the draft over what a record holds, whose texts stay the caller's to release; false, with no text kept, when there is no room.</summary>
    private bool TryWrite(int number)
    {
        var record = Record(number);
        var written = 0;
        for (; written < _types.Length; written++)
        {
            var value = Draft.Read(written);
            var cell = record[_offsets[written]..];
            if (!_types[written].IsVariable)
                value.CopyTo(cell);
            else if (TryKeep(value, out var text))
                BinaryPrimitives.WriteInt32LittleEndian(cell, text);
            else
                break;
        }

        Cut += Draft.Cut;
        Draft.Clear();
        if (written == _types.Length)
            return true;
        Refused++;
        while (--written >= 0)
            Release(record, written);
        return false;
    }

    private bool TryKeep(ReadOnlySpan<byte> value, out int text)
    {
        text = -1;
        return value.IsEmpty || _texts.TryIntern(value, out text);
    }

    private void Release(ReadOnlySpan<byte> record)
    {
        for (var i = 0; i < _types.Length; i++)
            Release(record, i);
    }

    private void Release(ReadOnlySpan<byte> record, int cell)
    {
        if (_types[cell].IsVariable && BinaryPrimitives.ReadInt32LittleEndian(record[_offsets[cell]..]) is >= 0 and var text)
            _texts.Release(text);
    }

    private void Reserve(int number)
    {
        if (number / FactsAPage == _pages.Count)
            _pages.Add(new byte[FactsAPage * _stride]);
        if (number < _passes.Length)
            return;
        var room = number + Math.Max(64, number / 2);
        Array.Resize(ref _passes, room);
        Array.Resize(ref _rows, room);
    }
}

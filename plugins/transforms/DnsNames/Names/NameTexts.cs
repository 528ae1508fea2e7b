using System.Text;
using Pipeline.Enrichment;

namespace Pipeline.Transforms.DnsNames.Names;

/// <summary>Names as facts, each once, for as long as something holds it. One thread at a time.</summary>
internal sealed class NameTexts
{
    /// <summary>A name has 255 bytes at most, of which each may be escaped by four.</summary>
    private const int LongestName = 1024;

    private const int MostBytes = 256;

    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private string?[] _texts = new string?[64];
    private int[] _holds = new int[64];

    /// <param name="most">Names there is room for.</param>
    public NameTexts(int most)
    {
        _lookup = _byText.GetAlternateLookup<ReadOnlySpan<char>>();
        Facts = new Facts([ColumnType.Utf8], most, Math.Max(1L << 20, (long)most * MostBytes));
    }

    /// <summary>The fact of each name, whose only cell it is.</summary>
    public Facts Facts { get; }

    /// <summary>Holds a name once more, in small letters; its number, or 0 where there is no room, or it is none.</summary>
    public int Hold(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > LongestName)
            return 0;
        // A byte a letter, whatever they mean together.
        Span<char> letters = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
            letters[i] = char.ToLowerInvariant((char)name[i]) is var small && small < 0x80 ? small : (char)name[i];
        if (_lookup.TryGetValue(letters, out var number))
        {
            _holds[number]++;
            return number;
        }

        Span<byte> bytes = stackalloc byte[name.Length];
        Encoding.Latin1.GetBytes(letters, bytes);
        Facts.Draft.Set(0, bytes);
        number = Facts.Add();
        if (number == 0)
            return 0;
        if (number >= _texts.Length)
        {
            Array.Resize(ref _texts, Math.Max(2 * _texts.Length, number + 1));
            Array.Resize(ref _holds, _texts.Length);
        }

        var text = letters.ToString();
        (_texts[number], _holds[number]) = (text, 1);
        _byText.Add(text, number);
        return number;
    }

    /// <summary>Lets go of a name, which is forgotten when nothing else holds it.</summary>
    public void Free(int number)
    {
        if (number == 0 || --_holds[number] > 0)
            return;
        _byText.Remove(_texts[number]!);
        _texts[number] = null;
        Facts.Remove(number);
    }
}

using Pipeline.Lines.Columns;

namespace Pipeline.Lines.Json;

/// <summary>An open list or object.</summary>
internal unsafe struct JsonFrame
{
    /// <summary>What becomes of it when it closes.</summary>
    public KeyTarget? Outer;

    /// <summary>Which of its keys are known; null: none.</summary>
    public KeyTable? Keys;

    public bool IsMap;

    /// <summary>Whether something in it went into a column.</summary>
    public bool HasLost;

    /// <summary>Where its entry, key included, begins in the output.</summary>
    public int Entry;

    /// <summary>Where its value begins there.</summary>
    public int Value;

    /// <summary>Where it begins in the line.</summary>
    public byte* Raw;
}

namespace Pipeline.Host.Delivery;

/// <summary>Rows of one part of a request, one behind the other, that were not delivered.</summary>
internal readonly record struct RefusedRun(int Part, int Row, int Rows, string Reason, bool IsFinal)
{
    public int End => Row + Rows;
}

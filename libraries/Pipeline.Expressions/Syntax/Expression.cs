namespace Pipeline.Expressions.Syntax;

/// <summary>A part of an expression as it was written; what it means is for the binder.</summary>
internal abstract record Expression(Place Place)
{
    /// <summary>Levels of operators below and including this one.</summary>
    public virtual int Depth => 1;
}

namespace Pipeline.Transforms.Filter.Expressions;

/// <summary>A part of the condition as it was written; what it means is for the binder.</summary>
internal abstract record Expression(Place Place)
{
    /// <summary>Levels of operators below and including this one.</summary>
    public virtual int Depth => 1;
}

namespace Pipeline.Expressions.Syntax;

/// <summary>What a number measures, so that <c>1ms</c> is not compared with bytes.</summary>
internal enum Dimension
{
    /// <summary>Unknown: takes the dimension of whatever it meets.</summary>
    Any,

    /// <summary>Something that is neither a duration, a size nor a time.</summary>
    Count,

    Duration,
    Size,
    Time,
}

export default { singleQuote: true, printWidth: 120, endOfLine: 'lf' };
